"""Memory between builds: receipts, history, snapshots."""
