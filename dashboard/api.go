package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// apiRoot is where the API stands. What is under it keeps its names and meaning; what would change them gets another number.
const apiRoot = "/api/v1"

// The forms an answer can have beside the pages of JSON.
const (
	asNDJSON  = "ndjson"
	asCSV     = "csv"
	asParquet = "parquet"
)

// Rows of a page of JSON.
const (
	defaultRows = 1000
	mostRows    = 10_000
)

// Parameters of the API beside the filters of its datasets.
const (
	paramLimit    = "limit"
	paramAfter    = "after"
	paramSnapshot = "snapshot"
)

// apiRoutes are the addresses of the API: for every dataset its pages and its files, and what describes them.
func (s *server) apiRoutes() []route {
	list := []route{
		opening(apiRoot, office.RightExport, withinNothing, http.HandlerFunc(s.apiIndex)),
		opening(apiRoot+"/openapi.json", "", ofAnybody, http.HandlerFunc(s.openAPI)),
		handing(apiRoot+packageName, office.RightExport, withinNothing, s.dataPackage),
	}
	for _, d := range datasets.All() {
		in := withinRegion
		if d.Public {
			in = withinNothing
		}
		list = append(list,
			route{path: apiRoot + "/" + d.Name, right: office.RightExport, within: in, gives: givesRows, handler: s.apiHandler(d, (*server).sendRows)},
			handing(apiRoot+"/"+d.Name+".{ending:"+asNDJSON+"|"+asCSV+"|"+asParquet+"}", office.RightExport, in, s.apiHandler(d, (*server).sendWhole)))
	}
	return list
}

// apiRequest is a question put to the API.
type apiRequest struct {
	dataset datasets.Dataset
	query   datasets.Query
	lease   *warehouse.Lease
	values  url.Values
	// limit and after are of a page of rows.
	limit int
	after []string
}

// apiHandler answers questions about a dataset.
func (s *server) apiHandler(d datasets.Dataset, send func(*server, http.ResponseWriter, *http.Request, apiRequest) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := s.answerAPI(w, r, d, send); err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *server) answerAPI(w http.ResponseWriter, r *http.Request, d datasets.Dataset, send func(*server, http.ResponseWriter, *http.Request, apiRequest) error) error {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return badRequest("地址里的参数写法有误", "参数部分（? 以后）无法解析。")
	}
	q := apiRequest{dataset: d, values: maps.Clone(values), query: datasets.Query{Values: maps.Clone(values), Reach: reachOf(readerOf(r.Context()))}}
	for _, name := range []string{paramLimit, paramAfter, paramSnapshot} {
		delete(q.query.Values, name)
	}
	number, err := q.parse(values)
	if err != nil {
		return err
	}
	if q.lease, err = s.leaseOf(r.Context(), number); err != nil {
		return err
	}
	defer q.lease.Release()
	version, err := s.officeVersion(r.Context())
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`"%d-%d-%s-%s"`, q.lease.Info().Number, version, s.build, readerOf(r.Context()).Account.Region)
	freshness(w.Header(), tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return send(s, w, r, q)
}

// reachOf gives the regions a reader's answers are held to; nil when he reaches everything.
func reachOf(reader Reader) []string {
	if reader.Everywhere() {
		return nil
	}
	if !reader.Reaches(reader.Account.Region) || reader.Account.Region == regions.Country {
		return []string{}
	}
	return []string{reader.Account.Region}
}

// parse reads the parameters that are no filters. It gives the number of the snapshot asked for, 0 for the newest.
func (q *apiRequest) parse(values url.Values) (snapshot int, err error) {
	q.limit = defaultRows
	for _, p := range []struct {
		name string
		to   *int
		most int
	}{{paramLimit, &q.limit, mostRows}, {paramSnapshot, &snapshot, 1 << 30}} {
		text := values.Get(p.name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > p.most {
			return 0, badRequest(p.name+" 不对", fmt.Sprintf("%s 应为 1 到 %d 的整数，收到的是“%s”。", p.name, p.most, short(text)))
		}
		*p.to = n
	}
	token := values.Get(paramAfter)
	if token == "" {
		return snapshot, nil
	}
	c, err := parseCursor(token)
	if err != nil || len(c.Key) != len(q.dataset.Key) || snapshot != 0 && snapshot != c.Snapshot {
		return 0, badRequest("after 不对", "after 要用上一页答复里的 next，不能自己写。请从头取起。")
	}
	q.after = c.Key
	return c.Snapshot, nil
}

// leaseOf leases a snapshot, 0 for the newest.
func (s *server) leaseOf(ctx context.Context, number int) (*warehouse.Lease, error) {
	if number == 0 {
		return s.snapshots.Acquire(ctx)
	}
	lease, err := s.snapshots.AcquireNumber(ctx, number)
	if errors.Is(err, warehouse.ErrNoSnapshot) {
		return nil, &problem{http.StatusGone, fmt.Sprintf("没有第 %d 号快照", number), "它已经不在了。不写 snapshot 就是最新的；一页一页取的，请从头取起。", nil}
	}
	return lease, err
}

// sendRows answers with a page of rows.
func (s *server) sendRows(w http.ResponseWriter, r *http.Request, q apiRequest) error {
	desk, leave, err := s.deskFor(r.Context(), q.lease)
	if err != nil {
		return err
	}
	defer leave()
	rows, err := q.dataset.Page(r.Context(), desk.Conn(), q.query, q.after, q.limit+1)
	if err != nil {
		return apiError(err)
	}
	next := ""
	if len(rows) > q.limit {
		rows = rows[:q.limit]
		c := cursor{Snapshot: q.lease.Info().Number, Key: q.dataset.KeyOf(rows[q.limit-1])}
		next = address(apiRoot+"/"+q.dataset.Name, with(q.values, paramAfter, c.String()))
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return writePage(w, q.dataset, q.lease.Info(), rows, next)
}

// apiError turns what a dataset refuses into words for the reader.
func apiError(err error) error {
	var wrong datasets.WrongFilter
	switch {
	case errors.As(err, &wrong):
		return badRequest("参数 "+short(wrong.Name)+" 不对", wrong.Why+"。")
	case errors.Is(err, datasets.ErrKey):
		return badRequest("after 不对", "请从头取起。")
	}
	return err
}

// problemType is the media type of what goes wrong (RFC 9457).
const problemType = "application/problem+json"

// sendProblem says what went wrong to a program.
func sendProblem(w http.ResponseWriter, p *problem) {
	h := w.Header()
	h.Set("Content-Type", problemType+"; charset=utf-8")
	h.Del("Content-Disposition")
	w.WriteHeader(p.status)
	_ = json.NewEncoder(w).Encode(object{"title": p.title, "detail": p.detail, "status": p.status}) // fails when the reader has gone
}

// isAPI reports whether a request is for the API, whose readers are programs.
func isAPI(r *http.Request) bool {
	return r.URL.Path == apiRoot || strings.HasPrefix(r.URL.Path, apiRoot+"/")
}
