"""A calculator, small enough to be read and large enough to be half tested."""
