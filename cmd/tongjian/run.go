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
		explainCommand(s),
		agenciesCommand(s),
		lettersCommand(s),
		consolidateCommand(s),
		formsCommand(s),
		simulateCommand(s),
		measureCommand(s),
		publishCommand(s),
		rollbackCommand(s),
		backupCommand(s),
		restoreCommand(s),
		verifyCommand(s),
		serveCommand(s),
		jobsCommand(s),
		userCommand(s),
		auditCommand(s),
		sqlCommand(s),
		exportCommand(s),
	}
}

// mistyped is how many letters may be wrong in the name of a command for it to be suggested.
const mistyped = 2

// run carries out one command line and gives the exit status.
func run(ctx context.Context, args []string, s streams) int {
	failed, err := newRoot(s, args).ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errReported):
		return exitFailed
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "tongjian: 已中断；重新执行即可完成")
		return exitFailed
	}
	fmt.Fprintln(s.err, "tongjian:", err)
	if what := advice(err); what != "" {
		fmt.Fprintln(s.err, what)
	}
	if errors.As(err, new(usageError)) {
		fmt.Fprintf(s.err, "用法见 %s --help\n", failed.CommandPath())
		return exitUsage
	}
	return exitFailed
}

// newRoot gives the program's command tree, ready to carry out a command line.
func newRoot(s streams, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:           "tongjian",
		Short:         "政府信息公开工作年度报告的数据仓库与比较看板",
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(root *cobra.Command, args []string) error {
			if len(args) > 0 {
				return noSuchCommand(root, args[0])
			}
			return nil
		},
		RunE: func(root *cobra.Command, _ []string) error { return root.Help() },

		SuggestionsMinimumDistance: mistyped,
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetArgs(args)
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().BoolP("help", "h", false, "显示用法")
	root.SetHelpCommand(helpCommand())
	root.SetFlagErrorFunc(flagError)
	table := commands(s)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		subcommands := c.Commands()
		if c == root {
			subcommands = table // cobra sorts its own list
		}
		writeHelp(s.out, c, subcommands)
	})
	for _, c := range table {
		if c.Args == nil {
			c.Args = argCount(0, 0)
		}
		c.Args = usageArgs(c.Args)
		c.SuggestionsMinimumDistance = mistyped
		root.AddCommand(c)
	}
	return root
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
	c.Flags().StringVar(dir, "data", defaultData(), "数据`目录`（也可用环境变量 TONGJIAN_DATA）")
}
