package main

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tongjian/data/sample"
)

func readme(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Every link within the README leads to one of its headings, and every heading is led to.
func TestReadmeLeadsToItsParts(t *testing.T) {
	text := regexp.MustCompile("(?m)^ {4}.*$").ReplaceAllString(readme(t), "") // remarks in commands are no headings
	parts := map[string]bool{}
	for _, h := range regexp.MustCompile(`(?m)^#{1,3} (.*)$`).FindAllStringSubmatch(text, -1) {
		// As GitHub makes an address of a heading: letters, digits and lines in between, blanks as lines.
		at := strings.ReplaceAll(regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")
		if parts[at] {
			t.Errorf("two headings are found at #%s", at)
		}
		parts[at] = true
	}
	led := map[string]bool{"tongjian-通鉴": true} // where it begins
	for _, link := range regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(text, -1) {
		if led[link[1]] = true; !parts[link[1]] {
			t.Errorf("#%s leads nowhere", link[1])
		}
	}
	for at := range parts {
		if !led[at] {
			t.Errorf("nothing leads to #%s", at)
		}
	}
}

// The README's tables of commands, in English and in Chinese, name every command with every flag it has, and no other.
func TestReadmeNamesEveryFlag(t *testing.T) {
	text := readme(t)
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if c.HasSubCommands() || c.Name() == "help" {
			return
		}
		name := strings.TrimPrefix(c.CommandPath(), "tongjian ")
		rows := rowsOf(text, name)
		if len(rows) != 2 {
			t.Errorf("%s stands in %d rows of the README's tables, want one in each language", name, len(rows))
		}
		for _, row := range rows {
			mentioned := map[string]bool{}
			for _, part := range strings.Split(row, "`--")[1:] {
				mentioned[part[:strings.IndexAny(part, "` ")]] = true
			}
			c.LocalFlags().VisitAll(func(f *pflag.Flag) {
				if !mentioned[f.Name] && f.Name != "help" {
					t.Errorf("the README does not mention --%s of %s in %q", f.Name, name, row)
				}
				delete(mentioned, f.Name)
			})
			for flag := range mentioned {
				t.Errorf("the README gives %s a flag --%s, which it has not", name, flag)
			}
		}
	}
	walk(newRoot(streams{}, nil))
}

// The README's table of switches names every variable and every flag that only tests read, and no other.
func TestReadmeNamesEverySwitch(t *testing.T) {
	variable := regexp.MustCompile(`["{](TONGJIAN_[A-Z_]+)`)
	flags := regexp.MustCompile(`flag\.[A-Z]\w+\("(\w+)"`)
	read := map[string]bool{}   // by tests
	others := map[string]bool{} // by the program
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := d.Name(); d.IsDir() && (name == ".git" || name == "local") {
			return fs.SkipDir
		}
		test := strings.HasSuffix(path, "_test.go") || strings.Contains(filepath.ToSlash(path), "/browsertest/") || strings.HasSuffix(filepath.ToSlash(path), "/.ci/run")
		if d.IsDir() || !test && !strings.HasSuffix(path, ".go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range variable.FindAllStringSubmatch(string(b), -1) {
			if test {
				read[m[1]] = true
			} else {
				others[m[1]] = true
			}
		}
		if test {
			for _, m := range flags.FindAllStringSubmatch(string(b), -1) {
				read["-"+m[1]] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(read, func(name string, _ bool) bool { return others[name] })
	if len(read) < 10 {
		t.Fatalf("only %v was found", read)
	}
	_, table, _ := strings.Cut(readme(t), "| switch | test |")
	table, _, _ = strings.Cut(table, "\n\n")
	named := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(TONGJIAN_[A-Z_]+|-\\w+)").FindAllStringSubmatch(table, -1) {
		named[m[1]] = true
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(named))); diff != "" {
		t.Errorf("switches (- tests read, + the README names):\n%s", diff)
	}
}

// rowsOf gives the rows of Markdown tables whose first cell is a command, alone or with its arguments.
func rowsOf(text, command string) (rows []string) {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "| `"+command+"`") || strings.HasPrefix(line, "| `"+command+" ") {
			rows = append(rows, strings.TrimSpace(line))
		}
	}
	return rows
}

// Every field of the JSON is in the README's example or, where it is not always there, in the words below it; and every field of
// the example is written.
func TestReadmeDocumentsJSON(t *testing.T) {
	_, example, found := strings.Cut(readme(t), `    {"file": `)
	if !found {
		t.Fatal("the README has no example of JSON")
	}
	section, _, _ := strings.Cut(example, "\n### ")
	documented := map[string]bool{}
	collectFields(t, []byte(`{"file": `+example), documented)

	written := map[string]bool{}
	dir := t.TempDir()
	config := sample.DefaultConfig()
	config.Regions, config.Agencies, config.From, config.To, config.ErrorRate = 2, 6, 2021, 2023, 1
	generated, err := sample.Generate(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := generated.Write(t.Context(), dir, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := sample.WriteReal(dir + "/real"); err != nil {
		t.Fatal(err)
	}
	_, out, errs := runLine(t, "ingest", "--data", dir+"/data", "--json", dir+"/"+sample.ReportsDir, dir+"/real")
	if !strings.Contains(errs, "失败 0") {
		t.Fatal(errs)
	}
	for line := range strings.Lines(out) {
		collectFields(t, []byte(line), written)
	}
	for _, name := range slices.Sorted(maps.Keys(written)) {
		if word := "`" + name[strings.LastIndex(name, ".")+1:] + "`"; !documented[name] && !strings.Contains(section, word) {
			t.Errorf("%s is written and not documented", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(documented)) {
		if !written[name] {
			t.Errorf("%s is documented and never written", name)
		}
	}
}

// collectFields notes the path of every field of the first JSON value of a text: reports.facts.key. Places are the same everywhere:
// their fields are at.line.
func collectFields(t *testing.T, b []byte, fields map[string]bool) {
	t.Helper()
	var value any
	if err := json.NewDecoder(strings.NewReader(string(b))).Decode(&value); err != nil {
		t.Fatalf("no JSON: %v", err)
	}
	var collect func(v any, path string)
	collect = func(v any, path string) {
		switch v := v.(type) {
		case []any:
			for _, inner := range v {
				collect(inner, path)
			}
		case map[string]any:
			for name, inner := range v {
				at := strings.TrimPrefix(path+"."+name, ".")
				if strings.HasSuffix(path, ".at") {
					at = "at." + name
				}
				fields[at] = true
				collect(inner, at)
			}
		}
	}
	collect(value, "")
}
