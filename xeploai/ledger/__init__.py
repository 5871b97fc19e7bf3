"""What the office remembers between builds: receipts, history, snapshots."""
