"""The process: wiring, time, intake, delivery."""
