"""Reports: one file an output format. They read a decision record and nothing else."""
