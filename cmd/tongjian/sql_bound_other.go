//go:build !linux

package main

// boundMemory does nothing where the system has no such bound; DuckDB's own holds.
func boundMemory(uint64) error { return nil }
