package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// streams are the program's standard streams; tests pass their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// Exit statuses, as the README documents them.
const (
	exitOK     = 0 // everything was done
	exitFailed = 1 // something failed; each failure has been named with its reason
	exitUsage  = 2 // the command was not understood; nothing was done
)

// errReported ends a command whose failures have already been printed, one line each.
var errReported = errors.New("some files failed")

// usageError is a command line that cannot be carried out as written.
type usageError struct{ error }

// commands is the table of subcommands, in the order help shows them. Each is built in a file of its own.
func commands(s streams) []*cobra.Command {
	return []*cobra.Command{
		demoCommand(s),
		ingestCommand(s),
		readCommand(s),
		checkCommand(s),
		agenciesCommand(s),
		formsCommand(s),
		simulateCommand(s),
		serveCommand(s),
		sqlCommand(s),
	}
}

// run carries out one command line and gives the exit status.
func run(ctx context.Context, args []string, s streams) int {
	root := &cobra.Command{
		Use:           "tongjian",
		Short:         "政府信息公开工作年度报告的数据仓库与比较看板",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetArgs(args)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, c := range commands(s) {
		if c.Args == nil {
			c.Args = cobra.NoArgs
		}
		c.Args = usageArgs(c.Args)
		root.AddCommand(c)
	}
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitFailed
	}
	fmt.Fprintln(s.err, "tongjian:", err)
	if errors.As(err, new(usageError)) || isUnknownCommand(root, args) {
		fmt.Fprintln(s.err, "用法见 tongjian --help")
		return exitUsage
	}
	return exitFailed
}

// usageArgs marks what an argument validator rejects as wrong usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

// isUnknownCommand reports whether the command line names no subcommand at all.
func isUnknownCommand(root *cobra.Command, args []string) bool {
	_, _, err := root.Find(args)
	return err != nil
}

// defaultData is the data directory when --data is not given.
func defaultData() string {
	if dir := os.Getenv("TONGJIAN_DATA"); dir != "" {
		return dir
	}
	return "data/local"
}

// addDataFlag gives a command the --data flag every command shares.
func addDataFlag(c *cobra.Command, dir *string) {
	c.Flags().StringVar(dir, "data", defaultData(), "数据目录（也可用环境变量 TONGJIAN_DATA）")
}
