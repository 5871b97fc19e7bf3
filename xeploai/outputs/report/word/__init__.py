"""The report for Word: what it says, the template it is said in, and the check of that."""
