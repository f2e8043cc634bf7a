package sample

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
)

// real holds published reports in text: their figures and layout, with prose of our own.
//
//go:embed real
var real embed.FS

// WriteReal writes the real reports that come with the program into a directory, and gives their paths. The figures are those
// 开封市龙亭区政府办公室 published for 2021.
func WriteReal(dir string) ([]string, error) {
	entries, err := real.ReadDir("real")
	if err != nil {
		return nil, fmt.Errorf("list real reports: %w", err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make folder for real reports: %w", err)
	}
	var paths []string
	for _, e := range entries {
		b, err := real.ReadFile("real/" + e.Name())
		if err != nil {
			return nil, fmt.Errorf("read real report: %w", err)
		}
		path := filepath.Join(dir, e.Name())
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return nil, fmt.Errorf("write real report: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, nil
}
