package main

import "syscall"

// ownMemory is what the program itself takes beside the data of a query.
const ownMemory = 256 << 20

// boundMemory lets this process have no more memory than a query may use and the program needs: the system refuses it the rest.
func boundMemory(query uint64) error {
	limit := syscall.Rlimit{Cur: query + ownMemory, Max: query + ownMemory}
	return syscall.Setrlimit(syscall.RLIMIT_DATA, &limit)
}
