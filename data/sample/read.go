package sample

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// ReadTruth reads the truth about a sample back from the directory it was written into: its reports and those missing. The
// workbooks cannot be written anew from it.
func ReadTruth(dir string) (Sample, error) {
	var s Sample
	var err error
	if s.Reports, err = readLines[Report](filepath.Join(dir, TruthFile)); err != nil {
		return Sample{}, err
	}
	if s.Missing, err = readLines[Missing](filepath.Join(dir, MissingFile)); err != nil {
		return Sample{}, err
	}
	return s, nil
}

// ReadReceived reads when the reports of a sample came, from the directory it was written into. What it gives tells the day of
// a report by the path of its workbook in that directory; of other files nothing.
func ReadReceived(dir string) (func(path string) time.Time, error) {
	file := filepath.Join(dir, ReceivedFile)
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read days of receipt: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read days of receipt: %s: %w", file, err)
	}
	days := make(map[string]time.Time, len(rows))
	for i, row := range rows[min(1, len(rows)):] {
		at, err := time.ParseInLocation(time.DateOnly, row[1], beijing())
		if err != nil {
			return nil, fmt.Errorf("read days of receipt: %s: line %d: %w", file, i+2, err)
		}
		days[filepath.Join(dir, ReportsDir, filepath.FromSlash(row[0]))] = at
	}
	return func(path string) time.Time { return days[path] }, nil
}

// readLines reads a file with a JSON value a line.
func readLines[T any](file string) ([]T, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read truth: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	var out []T
	for in := json.NewDecoder(bufio.NewReader(f)); ; {
		var line T
		switch err := in.Decode(&line); {
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, fmt.Errorf("read truth: %s: line %d: %w", file, len(out)+1, err)
		}
		out = append(out, line)
	}
}

// beijing is the time days of receipt are given in.
func beijing() *time.Location { return time.FixedZone("CST", 8*60*60) }
