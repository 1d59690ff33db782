"""What those who write, proof-read, publish and administer use; closed to everybody else."""
