package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// unplacedCommand lists the files that were read and wait for someone to say whose they are.
func unplacedCommand(s streams) *cobra.Command {
	var (
		dir    string
		asJSON bool
	)
	c := &cobra.Command{
		Use:   "unplaced",
		Short: "列出已读取、待归属的文件：看不出是哪个机关、哪个区划或哪个年度",
		Args:  argCount(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withSnapshot(cmd.Context(), dir, func(lease *warehouse.Lease) error {
				waiting, err := queries.Unplaced(cmd.Context(), lease.DB())
				if err != nil {
					return err
				}
				return listUnplaced(s, waiting, asJSON)
			})
		},
	}
	addDataFlag(c, &dir)
	c.Flags().BoolVar(&asJSON, "json", false, "每个文件输出一行 JSON")
	return c
}

func listUnplaced(s streams, waiting []queries.UnplacedFile, asJSON bool) error {
	e := json.NewEncoder(s.out)
	e.SetEscapeHTML(false)
	for _, w := range waiting {
		if !asJSON {
			fmt.Fprintf(s.out, "%s　%s：%s\n", w.SHA256[:12], w.Path, oneLine(w.Reason))
			continue
		}
		if err := e.Encode(w); err != nil {
			return fmt.Errorf("write waiting files: %w", err)
		}
	}
	if !asJSON {
		fmt.Fprintf(s.out, "共 %d 个文件待归属\n", len(waiting))
	}
	return nil
}

// placeCommand reads waiting files again, with what the person says about them, or with what the roster has learnt since.
func placeCommand(s streams) *cobra.Command {
	var (
		dir   string
		hints hintFlags
	)
	c := &cobra.Command{
		Use:   "place [编号]",
		Short: "给待归属的文件指明机关、区划、年度并入库；不带编号时按现在的名录全部重读",
		Example: `  tongjian agencies place 3f2a9c01d4e7 --agency 龙亭区财政局 --region 410202 --year 2023
  tongjian agencies place                 名录更新后，把待归属的文件全部重读一遍`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("一次指明一个文件")
			}
			if len(args) == 0 && (hints.agency != "" || hints.region != "") {
				return errors.New("--agency、--region 只能用于一个文件，请写明编号（见 tongjian agencies unplaced）")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			h, err := hints.hints()
			if err != nil {
				return err
			}
			said := ""
			err = withJob(cmd.Context(), s, dir, "tongjian agencies place", func(job *warehouse.Job) error {
				waiting, err := job.Waiting(cmd.Context())
				if err != nil {
					return err
				}
				if len(args) == 1 {
					if waiting, err = numbered(waiting, args[0]); err != nil {
						return err
					}
					said = hints.said(tidyPath(waiting[0].Path))
				}
				run := ingestRun{s: s, hints: h}
				return run.stored(cmd.Context(), job, waiting)
			})
			if err != nil || said == "" {
				return err
			}
			return recordChanged(cmd.Context(), dir, office.ActionPlace, said)
		},
	}
	addDataFlag(c, &dir)
	hints.add(c)
	return c
}

// numbered finds the waiting file whose hash begins as given.
func numbered(waiting []warehouse.WaitingFile, number string) ([]warehouse.WaitingFile, error) {
	var found []warehouse.WaitingFile
	for _, w := range waiting {
		if number != "" && strings.HasPrefix(w.SHA256, strings.ToLower(number)) {
			found = append(found, w)
		}
	}
	switch len(found) {
	case 0:
		return nil, usageError{fmt.Errorf("没有编号为 %q 的待归属文件（见 tongjian agencies unplaced）", number)}
	case 1:
		return found, nil
	}
	return nil, usageError{fmt.Errorf("编号 %q 对应 %d 个文件，请多写几位", number, len(found))}
}
