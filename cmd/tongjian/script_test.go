package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"
)

// TestMain lets tests run the program itself, as a process of its own: this binary, called tongjian, stands in the PATH.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tongjian": main})
}

// TestScripts runs what users type, in testdata/script: a script a command or a way to fail. The data directory is $WORK/data.
// A part of them runs with -run 'TestScripts/ingest'.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("TONGJIAN_DATA", env.WorkDir+"/data")
			env.Setenv("TZ", "UTC")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   scriptExits,
			"json":    scriptJSON,
			"cut":     scriptCut,
			"protect": scriptProtect,
		},
	})
}

// scriptExits runs a program that must end with a status: exits 2 tongjian ingest.
func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	got := 0
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d\n%s%s", got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// scriptJSON looks into a file of JSON values, one after the other: json stdout 0.reports.0.year 2021. The path begins with the
// number of the value; len is the length of an array. Without a value it must be there; with ! it must not.
func scriptJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 || len(args) > 3 || neg && len(args) == 3 {
		ts.Fatalf("usage: [!] json FILE PATH [VALUE]")
	}
	values := []any{}
	d := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	d.UseNumber()
	for {
		var v any
		err := d.Decode(&v)
		if errors.Is(err, io.EOF) {
			break
		}
		ts.Check(err)
		values = append(values, v)
	}
	got, found := lookUp(values, strings.Split(args[1], "."))
	switch {
	case found == neg:
		ts.Fatalf("%s: found %v", args[1], found)
	case len(args) == 3 && got != args[2]:
		ts.Fatalf("%s is %s, want %s", args[1], got, args[2])
	}
}

// lookUp follows a path into a value and gives what is there as text.
func lookUp(v any, path []string) (string, bool) {
	if len(path) == 0 {
		if s, ok := v.(string); ok {
			return s, true
		}
		b, err := json.Marshal(v)
		return string(b), err == nil
	}
	switch v := v.(type) {
	case map[string]any:
		if inner, ok := v[path[0]]; ok {
			return lookUp(inner, path[1:])
		}
	case []any:
		if path[0] == "len" {
			return strconv.Itoa(len(v)), true
		}
		if i, err := strconv.Atoi(path[0]); err == nil && i < len(v) {
			return lookUp(v[i], path[1:])
		}
	}
	return "", false
}

// scriptCut writes the first part of a file to another, as a broken transfer does: cut whole.xlsx part.xlsx 60%.
func scriptCut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cut FILE NEW PERCENT%%")
	}
	percent, err := strconv.Atoi(strings.TrimSuffix(args[2], "%"))
	ts.Check(err)
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b[:len(b)*percent/100], 0o644))
}

// scriptProtect writes a workbook that asks for a password to open: protect open.xlsx closed.xlsx.
func scriptProtect(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: protect FILE NEW")
	}
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	var b bytes.Buffer
	ts.Check(f.Write(&b, excelize.Options{Password: "secret"}))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o644))
}
