package mesh.pilot.model;

/** An instance that stands for itself, to be selected by ServiceEntries. Immutable. */
public record WorkloadEntry(Meta meta, Workload workload) implements Rule {}
