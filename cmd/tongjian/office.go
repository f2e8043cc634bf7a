package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// withOffice does something with what the office of a data directory keeps.
func withOffice(ctx context.Context, dir string, do func(*office.Store) error) error {
	store, err := office.Open(ctx, dir)
	if err != nil {
		return fmt.Errorf("打不开数据目录 %s 里的说明: %w", dir, err)
	}
	defer func() { _ = store.Close() }() // what was written is safe
	return do(store)
}

// officeToServe opens the office's store for a server. A data directory that cannot be written, a copy for analysts perhaps, is
// served without one as long as nothing has been kept there: nil.
func officeToServe(ctx context.Context, s streams, dir string) (*office.Store, error) {
	store, err := office.Open(ctx, dir)
	switch {
	case err == nil:
		return store, nil
	case office.Exists(dir) && unwritable(err):
		store, reading := office.OpenReadOnly(ctx, dir)
		if reading != nil {
			return nil, fmt.Errorf("打不开数据目录 %s 里的说明: %w", dir, errors.Join(err, reading))
		}
		fmt.Fprintf(s.err, "注意：数据目录 %s 不能写入，看板只供查看，不能写说明、不能登录\n", dir)
		return store, nil
	case !office.Exists(dir) && errors.Is(err, fs.ErrNotExist):
		fmt.Fprintf(s.err, "注意：没有数据目录 %s，看板里什么也没有。请先用 tongjian demo 看示例，或用 tongjian ingest 读入报告，再重新打开看板；数据在别处的，用 --data 写明\n", dir)
		return nil, nil
	case !office.Exists(dir) && unwritable(err):
		fmt.Fprintf(s.err, "注意：数据目录 %s 不能写入，看板只供查看，不能写说明\n", dir)
		return nil, nil
	}
	return nil, fmt.Errorf("打不开数据目录 %s 里的说明: %w", dir, err)
}

// unwritable reports whether a store could not be opened because nothing can be written where it is.
func unwritable(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// answersIn gives what the office of a data directory has said about the findings of a snapshot: nothing where there is no
// office yet.
func answersIn(ctx context.Context, dir string, lease *warehouse.Lease) (*queries.Answers, error) {
	if !office.Exists(dir) {
		return &queries.Answers{}, nil
	}
	store, err := office.Open(ctx, dir)
	if unwritable(err) {
		store, err = office.OpenReadOnly(ctx, dir)
	}
	if err != nil {
		return nil, fmt.Errorf("打不开数据目录 %s 里的说明: %w", dir, err)
	}
	defer func() { _ = store.Close() }() // only read
	said, err := store.Explanations(ctx)
	if err != nil {
		return nil, err
	}
	return queries.AnswersTo(ctx, lease.DB(), said)
}
