package pdf

import (
	"os"
	"testing"
)

// BenchmarkRead reads a report of three pages on the official form.
func BenchmarkRead(b *testing.B) {
	content, err := os.ReadFile("../testdata/office2021.pdf")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := engine(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(content); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStart starts PDFium, compiled by an earlier run or not.
func BenchmarkStart(b *testing.B) {
	for _, mode := range []string{"compiled before", "compiled now"} {
		b.Run(mode, func(b *testing.B) {
			for b.Loop() {
				cache, err := compilationCache()
				if err != nil || mode == "compiled now" {
					cache = nil
				}
				pool, err := start(cache)
				if err != nil {
					b.Fatal(err)
				}
				if err := pool.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
