package queries

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// statements are the names of the embedded files.
func statements(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no statements: %v", err)
	}
	return names
}

// withoutComments is a statement's code.
func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)--.*$`).ReplaceAllString(text, "")
}

func TestEveryStatementIsAsked(t *testing.T) {
	var asked []string
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`"([a-z_]+\.sql)"`)
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllStringSubmatch(string(text), -1) {
			asked = append(asked, m[1])
		}
	}
	have := statements(t)
	for _, n := range have {
		if !slices.Contains(asked, n) {
			t.Errorf("%s is asked nowhere", n)
		}
	}
	for _, n := range asked {
		if !slices.Contains(have, n) {
			t.Errorf("%s is asked and does not exist", n)
		}
	}
}

// The statements stay inside what DuckDB and PostgreSQL 15 both accept.
func TestStatementsArePortable(t *testing.T) {
	forbidden := map[string]*regexp.Regexp{
		"GROUP BY ALL":        regexp.MustCompile(`(?i)\bGROUP\s+BY\s+ALL\b`),
		"ORDER BY ALL":        regexp.MustCompile(`(?i)\bORDER\s+BY\s+ALL\b`),
		"QUALIFY":             regexp.MustCompile(`(?i)\bQUALIFY\b`),
		"PIVOT":               regexp.MustCompile(`(?i)\b(UN)?PIVOT\b`),
		"a list literal":      regexp.MustCompile(`\[`),
		"a struct literal":    regexp.MustCompile(`\{`),
		"EXCLUDE or REPLACE":  regexp.MustCompile(`(?i)\*\s*(EXCLUDE|REPLACE)\b`),
		"a join DuckDB knows": regexp.MustCompile(`(?i)\b(ASOF|SEMI|ANTI|POSITIONAL)\s+JOIN\b`),
		"list_ functions":     regexp.MustCompile(`(?i)\b(list|array|map|struct)_[a-z_]+\s*\(`),
		"any_value or first":  regexp.MustCompile(`(?i)\b(any_value|first|last|arg_max|arg_min|max_by|min_by)\s*\(`),
		"a lambda":            regexp.MustCompile(`->`),
		"an integer division": regexp.MustCompile(`//`),
		"a double-quoted":     regexp.MustCompile(`"`),
		"a FROM-first query":  regexp.MustCompile(`(?i)^\s*FROM\b`),
		"TRY_CAST":            regexp.MustCompile(`(?i)\bTRY_CAST\b`),
		"a ? parameter":       regexp.MustCompile(`\?`),
	}
	for _, name := range statements(t) {
		code := withoutComments(statement(name))
		for what, pattern := range forbidden {
			// string_to_array is in both; it is the one function of lists used.
			if m := pattern.FindString(strings.ReplaceAll(code, "string_to_array(", "")); m != "" {
				t.Errorf("%s has %s: %s", name, what, m)
			}
		}
	}
}

// A statement says what it answers before it does, and never writes.
func TestStatementsAreExplainedAndOnlyRead(t *testing.T) {
	writes := regexp.MustCompile(`(?i)\b(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|ATTACH|COPY|PRAGMA|SET)\b`)
	for _, name := range statements(t) {
		text := statement(name)
		if !strings.HasPrefix(text, "-- ") {
			t.Errorf("%s does not begin with what it answers", name)
		}
		code := strings.ReplaceAll(withoutComments(text), "GROUPING SETS", "")
		if m := writes.FindString(code); m != "" {
			t.Errorf("%s says %s", name, m)
		}
	}
}
