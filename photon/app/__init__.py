"""Floor 4: opens a library, owns threads and processes, names the use cases. Import its modules one by one."""
