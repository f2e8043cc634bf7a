package dashboard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"golang.org/x/sync/errgroup"

	"tongjian/data/office"
	"tongjian/data/warehouse"
	"tongjian/queries"
)

// query is one request for a page, as the functions that build pages see it.
type query struct {
	lease *warehouse.Lease // of the snapshot that answers
	// snapshots are all there are; pinned is the number of the one the address names, 0 when it names none; newest the last there is.
	snapshots      *warehouse.Snapshots
	pinned, newest int
	memo           *memo
	log            *slog.Logger
	files          warehouse.Files
	snapshot       queries.Snapshot
	choice         choice
	// reader is who asks; nothing is shown that he does not reach.
	reader Reader
	// path is the page's own path, without a twin's ending; values its parameters; id the {id} of the path.
	path   string
	values url.Values
	id     string
	// whole is set for twins: an export of a list has all of it, not the page shown.
	whole bool
	// drawn is set where pages of PDFs are shown.
	drawn bool
	// doors tells which links the reader may follow.
	doors doors
	// counter knows what has been sent through the counter; nil where nothing can be.
	counter *office.Store
	// answers is what the office has said about findings; refusal why the reader may not add to it, empty when he may; draft
	// what he has just written and could not be kept.
	answers *queries.Answers
	refusal string
	draft   *draft
}

// built is what every page's value offers beside its own fields.
type built interface {
	head() Head
	// records is what the page's twins export.
	records() records
}

// longest is how long an answer may take to make. Its reader may be gone by then; others may be waiting for the same.
const longest = time.Minute

// page makes a handler of a function that builds a page's value and of the template of a name.
func page[P built](s *server, name string, build func(context.Context, query) (P, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lease, err := s.acquire(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		defer lease.Release()
		values, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			s.fail(w, r, badRequest("地址里的参数写法有误", "参数部分（? 以后）无法解析。"))
			return
		}
		k, err := s.key(r, lease, values)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if k.Steps, err = s.stepsShown(r.Context(), name); err != nil {
			s.fail(w, r, err)
			return
		}
		tag := k.tag(s.build)
		if r.Header.Get("If-None-Match") == tag {
			freshness(w.Header(), tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer, err := s.sent.get(k.String(), func() (*sent, error) {
			s.making.Add(1)
			defer s.making.Add(-1)
			ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), longest)
			defer cancel()
			r := r.WithContext(ctx)
			made, err := s.spare.record(func(w http.ResponseWriter) error { return respond(s, w, r, lease, values, k, name, build) })
			if err == nil && made.passing() {
				return nil, unkept{made}
			}
			return made, err
		})
		once, passes := errors.AsType[unkept](err)
		switch {
		case passes:
			answer = once.sent
		case err != nil:
			s.fail(w, r, err)
			return
		default:
			freshness(w.Header(), tag)
		}
		if err := answer.to(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// respond makes the answer to a request for a page, one of its twins, or one of its pictures.
func respond[P built](s *server, w http.ResponseWriter, r *http.Request, lease *warehouse.Lease, values url.Values, k key,
	name string, build func(context.Context, query) (P, error)) error {
	ctx, twin := s.memoOf(lease).shared(lease).In(r.Context()), mux.Vars(r)["twin"]
	if twin == ".svg" {
		// All pictures of a page come from one building of it, most often the one that made the page.
		d, err := s.drawables.get(k.page(r.URL.Path, values), func() (*drawable, error) {
			q, err := s.newQuery(r, lease, pageValues(values))
			if err != nil {
				return nil, err
			}
			p, err := build(ctx, q)
			if err != nil {
				return nil, err
			}
			return drawableOf(p, q), nil
		})
		if err != nil {
			return err
		}
		return s.sendPicture(ctx, w, d, values)
	}
	q, err := s.newQuery(r, lease, values)
	if err != nil {
		return err
	}
	p, err := build(ctx, q)
	if err != nil {
		return err
	}
	switch twin {
	case ".json":
		return sendJSON(w, q, p)
	case ".csv":
		return sendCSV(w, q, p)
	case ".xlsx":
		return s.sendXLSX(ctx, w, q, p, k.Site)
	}
	if p, ok := any(p).(interface{ passing() bool }); ok && p.passing() {
		w.Header().Set("Cache-Control", "no-store")
	}
	s.drawables.put(k.page(r.URL.Path, values), drawableOf(p, q))
	return s.render(w, name, http.StatusOK, p)
}

// key names everything the answer to a request depends on.
func (s *server) key(r *http.Request, lease *warehouse.Lease, values url.Values) (key, error) {
	version, err := s.officeVersion(r.Context())
	if err != nil {
		return key{}, err
	}
	site := "http://" + r.Host
	if r.TLS != nil {
		site = "https://" + r.Host
	}
	k := key{Snapshot: lease.Info().Number, Office: version, Reader: readerOf(r.Context()).key(), Site: site, Address: r.URL.Path + "?" + values.Encode()}
	if values.Has(paramAsOf) {
		k.Newest, err = s.snapshots.Newest()
	}
	return k, err
}

// page is the key of the page a twin or a picture belongs to.
func (k key) page(path string, values url.Values) string {
	k.Address = strings.TrimSuffix(path, ".svg") + "?" + pageValues(values).Encode()
	return k.String()
}

// tag is the ETag of an answer: browsers tell addresses apart themselves, but not who sits at them.
func (k key) tag(build string) string {
	reader := sha256.Sum256([]byte(k.Reader + "\x00" + k.Steps))
	return fmt.Sprintf(`"%d-%d-%d-%x-%s"`, k.Snapshot, k.Newest, k.Office, reader[:6], build)
}

// freshness lets browsers keep an answer and ask each time whether it still holds.
func freshness(h http.Header, tag string) {
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
}

// newQuery reads what a request asks.
func (s *server) newQuery(r *http.Request, lease *warehouse.Lease, values url.Values) (query, error) {
	ctx := r.Context()
	memo := s.memoOf(lease)
	info, err := memo.snapshot(ctx, lease)
	if err != nil {
		return query{}, err
	}
	vars := mux.Vars(r)
	path := r.URL.Path
	path = path[:len(path)-len(vars["twin"])]
	reader := readerOf(ctx)
	c, err := parseChoice(ctx, memo, lease, info, reader, values)
	if err != nil {
		return query{}, err
	}
	said, err := s.answersTo(ctx, lease)
	if err != nil {
		return query{}, err
	}
	c.Explained = said.Explained
	pinned, _, err := number(values, paramAsOf)
	if err != nil {
		return query{}, err
	}
	newest, err := s.snapshots.Newest()
	if err != nil {
		return query{}, err
	}
	refusal := s.refusal(reader)
	if pinned > 0 && pinned < newest {
		refusal = "正在按较早的快照查看，这里不能写；回到最新的数据再写。"
	}
	return query{lease: lease, snapshots: s.snapshots, pinned: pinned, newest: newest, memo: memo, reader: reader, log: s.log, files: s.files, snapshot: info, choice: c, path: path, values: values, id: vars["id"],
		whole: vars["twin"] != "", drawn: s.drawPlace != nil, counter: s.office, doors: s.doors, answers: said, refusal: refusal}, nil
}

// render executes a template into a buffer and answers with it.
func (s *server) render(w http.ResponseWriter, name string, status int, value any) error {
	b := s.spare.buffer()
	defer s.spare.done(b)
	if err := s.templates[name].ExecuteTemplate(b, "base", value); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	page := b.Bytes()
	if framed, ok := value.(interface{ head() Head }); ok && framed.head().Pinned > 0 {
		page = carry(page, framed.head().Pinned)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page) // fails when the reader has gone away: there is nobody to tell
	return nil
}

// health answers 200 while the newest snapshot can be read.
func (s *server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	lease, err := s.snapshots.Acquire(r.Context())
	if err != nil {
		s.log.ErrorContext(r.Context(), "health", "err", err)
		http.Error(w, "no snapshot", http.StatusServiceUnavailable)
		return
	}
	defer lease.Release()
	fmt.Fprintf(w, "ok snapshot %d\n", lease.Info().Number)
}

// icon answers browsers that ask for an icon before reading the page.
func (s *server) icon(w http.ResponseWriter, r *http.Request) {
	to, err := s.assets.url("icon.svg")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, to, http.StatusFound)
}

// digest names the state of everything a page's look depends on: templates and static files.
func (s *server) digest(templates []byte) string {
	all := slices.Clone(templates)
	for _, name := range slices.Sorted(maps.Keys(s.assets.byName)) {
		all = append(all, s.assets.byName[name].etag...)
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:8])
}

// number reads a whole number from a parameter; ok is false when it is absent.
func number(values url.Values, name string) (n int, ok bool, err error) {
	text := values.Get(name)
	if text == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(text)
	if err != nil || n < 0 || len(text) > 9 {
		return 0, false, badRequest("“"+name+"”应为数字", "收到的是“"+short(text)+"”。")
	}
	return n, true, nil
}

// together asks several questions of one snapshot at once; the first error ends the others.
func together(ctx context.Context, questions ...func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, ask := range questions {
		group.Go(func() error { return ask(ctx) })
	}
	return group.Wait()
}

// everything is more rows than any list has.
const everything = 1 << 30

// window gives the part of a long list that is asked for: a page of it, or all for an export.
func (q query) window(size int) (limit, offset int, err error) {
	if q.whole {
		return everything, 0, nil
	}
	offset, _, err = number(q.values, "offset")
	return size, offset, err
}

// isNotFound reports whether a query did not know what it was asked about.
func isNotFound(err error) bool { return errors.Is(err, queries.ErrNotFound) }
