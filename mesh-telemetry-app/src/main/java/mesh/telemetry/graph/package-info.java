/**
 * Who calls whom, and how it goes: edges between workloads with rate, errors and latency, for the
 * last hour.
 *
 * <p>Each edge has two rings of buckets: fine ones for a live picture, coarse ones for the whole
 * time. A call counts once: for what the destination reports, not for what its client does; clients
 * count where nothing reached the destination, or where no proxy stands in front of it.
 */
@NullMarked
package mesh.telemetry.graph;

import org.jspecify.annotations.NullMarked;
