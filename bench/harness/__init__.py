"""What bench/run is made of: cases, peers, load, measurement, report."""
