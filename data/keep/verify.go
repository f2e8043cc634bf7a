package keep

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"tongjian/data/incoming"
	"tongjian/data/office"
	"tongjian/data/warehouse"
)

// Verified is what [Verify] went through.
type Verified struct {
	*warehouse.Verified
	Office bool         // there is a store
	Audit  office.Chain // the state of its audit log
}

// Verify checks a data directory: every file against its name, every snapshot, the newest against itself, the files and the
// warehouse, the office's store and its audit log. It changes nothing, and waits for a job at work.
func Verify(ctx context.Context, dir string, o Options) (v Verified, err error) {
	hold, err := o.hold(ctx, dir)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, hold.Release()) }()
	return verify(ctx, hold, office.Chain{})
}

// verify checks a held directory. A state the audit log has been in must be found in it.
func verify(ctx context.Context, hold *warehouse.Hold, known office.Chain) (Verified, error) {
	found, err := hold.Verify(ctx)
	if err != nil {
		return Verified{}, fmt.Errorf("verify %s: %w", hold.Dir(), err)
	}
	v := Verified{Verified: found}
	if !office.Exists(hold.Dir()) {
		if known.Entries > 0 {
			v.Problems = append(v.Problems, warehouse.Problem{What: "缺少 " + office.StoreFile(), Advice: restoring})
		}
		return v, nil
	}
	v.Office = true
	return v, v.office(ctx, hold.Dir(), known)
}

const restoring = "从备份恢复（tongjian restore）"

// office checks the office's store.
func (v *Verified) office(ctx context.Context, dir string, known office.Chain) (err error) {
	store, err := office.Open(ctx, dir)
	if err != nil {
		v.Problems = append(v.Problems, warehouse.Problem{What: fmt.Sprintf("%s 打不开：%v", office.StoreFile(), err), Advice: restoring})
		return ctx.Err()
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	wrong, err := store.Check(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		wrong = err.Error()
	}
	if wrong != "" {
		v.Problems = append(v.Problems, warehouse.Problem{What: fmt.Sprintf("%s 已损坏：%s", office.StoreFile(), wrong), Advice: restoring})
		return nil
	}
	v.Audit, err = store.VerifyAudit(ctx, known)
	if broken, ok := errors.AsType[*office.ChainError](err); ok {
		v.Problems = append(v.Problems, warehouse.Problem{What: broken.Error(),
			Advice: "有人绕过程序改动过 " + office.StoreFile() + "：请查明原因，需要时" + restoring})
		return nil
	}
	if err != nil {
		return err
	}
	return v.sent(ctx, dir, store)
}

// sent checks that what was sent in and waits still is there: under the originals' names, or where it came in.
func (v *Verified) sent(ctx context.Context, dir string, store *office.Store) error {
	held, err := store.Held(ctx)
	if err != nil {
		return err
	}
	originals := warehouse.OpenFiles(dir)
	for _, h := range held {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !h.Status.Open() {
			continue
		}
		_, err := incoming.Read(dir, h.SHA256)
		if errors.Is(err, fs.ErrNotExist) {
			_, err = originals.Read(h.SHA256)
		}
		if err != nil {
			v.Problems = append(v.Problems, warehouse.Problem{What: fmt.Sprintf("报送件 %d（%s）收到的文件不在了，或已损坏：%s", h.Submission, h.Name, h.SHA256),
				Advice: restoring + "，或者请报送单位重新发送"})
		}
	}
	return nil
}
