package jobs

import "context"

func (w *Worker) watch(ctx context.Context) error { <-ctx.Done(); return nil }
