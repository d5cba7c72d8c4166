"""Which encoder answers, its index, and the change to another one."""
