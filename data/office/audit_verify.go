package office

import (
	"context"
	"fmt"
)

// Chain is the state of the audit log: how many entries it has, and the hash of the last, which stands for all of them. Noted
// down elsewhere, on paper or in a backup, the two show later whether entries have been cut off the end.
type Chain struct {
	Entries int64  `json:"entries"`
	Head    string `json:"head"` // empty for an empty log
}

// ChainError says where the audit log is not what was written.
type ChainError struct {
	Entry int64 // the first entry that is wrong or missing
	Why   string
}

func (e *ChainError) Error() string {
	return fmt.Sprintf("审计日志第 %d 条：%s", e.Entry, e.Why)
}

// VerifyAudit goes through the whole audit log and gives its state. The error is a [*ChainError] when an entry has been
// changed, removed or slipped in. A known state of before, or the zero Chain, must be found again in it.
func (s *Store) VerifyAudit(ctx context.Context, known Chain) (Chain, error) {
	var state Chain
	err := s.entries(ctx, `ORDER BY id`, nil, func(e Entry) error {
		if e.ID != state.Entries+1 {
			return &ChainError{state.Entries + 1, "不见了"}
		}
		if e.Hash != e.chained(state.Head) {
			return &ChainError{e.ID, "内容与校验值不符：这一条或它前面的记录被改动过"}
		}
		state = Chain{Entries: e.ID, Head: e.Hash}
		if e.ID == known.Entries && e.Hash != known.Head {
			return &ChainError{e.ID, "校验值与此前记下的不同：日志被整体改写过"}
		}
		return nil
	})
	if err != nil {
		return state, err
	}
	if state.Entries < known.Entries {
		return state, &ChainError{state.Entries + 1, fmt.Sprintf("不见了：此前记下的日志有 %d 条", known.Entries)}
	}
	return state, nil
}
