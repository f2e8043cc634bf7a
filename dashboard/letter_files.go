package dashboard

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"tongjian/data/filing"
	"tongjian/data/office"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
	"tongjian/queries"

	"tongjian/dashboard/letters"
)

// maxLetters is how many letters are handed out at once; whoever has more to write does it at the command line.
const maxLetters = 400

// letterFile writes what goes back to agencies: the letter to one, as a document or a workbook, or the covering list of a
// region, or both together in an archive. Letters bear the day they are fetched on.
func (s *server) letterFile(r *http.Request, a *attachment) error {
	lease, err := s.acquire(r)
	if err != nil {
		return err
	}
	defer lease.Release()
	ctx, values := r.Context(), r.URL.Query()
	ask, err := s.letterQuery(ctx, lease, mux.Vars(r), values)
	if err != nil {
		return err
	}
	options, err := s.letterOptions(ctx, values)
	if err != nil {
		return err
	}
	template, err := s.letterTemplate()
	if err != nil {
		return err
	}
	list, err := queries.Letters(ctx, lease.DB(), ask)
	if err != nil {
		return err
	}
	batch := letters.NewBatch(list, options)
	if ask.Agency > 0 {
		return a.oneLetter(batch, template, values.Get("scope"), ask)
	}
	region, _ := regions.ByCode(ask.Region)
	return a.allLetters(batch, template, region.Name, ask.Year, options.Date)
}

// letterTemplate is the wording of letters: the office's own, or the program's.
func (s *server) letterTemplate() (*letters.Template, error) {
	t, err := letters.ReadTemplate(s.wording)
	if err != nil {
		return nil, &problem{http.StatusInternalServerError, "通知写不出来", err.Error() + "。请更正数据目录里的 " + letters.TemplateFile + "，或者删去它，用程序自带的写法。", nil}
	}
	return t, nil
}

// oneLetter writes the letter to one agency.
func (a *attachment) oneLetter(batch letters.Batch, t *letters.Template, scope string, ask queries.LetterQuery) error {
	i := slices.IndexFunc(batch.Letters, func(l letters.Letter) bool { return scope == "" || string(l.Scope) == scope })
	if i < 0 {
		return notFound("不必写通知", fmt.Sprintf("这个单位 %d 年的报告没有需要更正或说明的问题，也没有逾期未报。", ask.Year),
			Link{Label: "看这个单位", URL: "/agencies/" + strconv.Itoa(ask.Agency)})
	}
	l := batch.Letters[i]
	a.name = l.FileName()
	if a.ending == "xlsx" {
		a.name = l.WorkbookName()
		return l.WriteXLSX(&a.body)
	}
	return l.WriteDocx(&a.body, t)
}

// allLetters writes the covering list, or an archive of it and every letter, whose files bear the day of the letters.
func (a *attachment) allLetters(batch letters.Batch, t *letters.Template, region string, year int, date time.Time) error {
	a.name = fmt.Sprintf("总清单-%s-%d", region, year)
	switch a.ending {
	case "xlsx":
		return batch.WriteXLSX(&a.body, region, year)
	case "docx":
		return batch.WriteDocx(&a.body, region, year)
	}
	if len(batch.Letters) > maxLetters {
		return badRequest("通知太多，不能一次下载", fmt.Sprintf("共 %d 件。请选下级地区，或在服务器上用命令 tongjian letters 写到文件夹。", len(batch.Letters)))
	}
	a.name = fmt.Sprintf("整改催报通知-%s-%d", region, year)
	z := zip.NewWriter(&a.body)
	add := func(name string, write func(io.Writer) error) error {
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: date}) // the files are compressed themselves
		if err != nil {
			return err
		}
		return write(out)
	}
	cover := fmt.Sprintf("总清单-%s-%d", region, year)
	if err := add(cover+".xlsx", func(w io.Writer) error { return batch.WriteXLSX(w, region, year) }); err != nil {
		return err
	}
	if err := add(cover+".docx", func(w io.Writer) error { return batch.WriteDocx(w, region, year) }); err != nil {
		return err
	}
	for _, l := range batch.Letters {
		if err := add(l.FileName()+".docx", func(w io.Writer) error { return l.WriteDocx(w, t) }); err != nil {
			return err
		}
		if err := add(l.WorkbookName()+".xlsx", l.WriteXLSX); err != nil {
			return err
		}
	}
	return z.Close()
}

// letterQuery reads which letters an address asks for.
func (s *server) letterQuery(ctx context.Context, lease *warehouse.Lease, vars map[string]string, values url.Values) (queries.LetterQuery, error) {
	q, memo := queries.LetterQuery{}, s.memoOf(lease)
	year, given, err := number(values, "year")
	if err != nil {
		return q, err
	}
	if !given {
		info, err := memo.snapshot(ctx, lease)
		if err != nil {
			return q, err
		}
		if len(info.Years) == 0 {
			return q, notFound("还没有报告", "当前快照里没有任何报告。")
		}
		year = slices.Max(info.Years)
	}
	q.Year = year
	if id, ok := vars["id"]; ok {
		n, err := strconv.Atoi(id)
		if err == nil && n > 0 {
			_, err = queries.Entities(ctx, lease.DB(), []string{queries.AgencyEntity(n)})
			if err != nil && !isNotFound(err) {
				return q, err
			}
		}
		if err != nil || n <= 0 {
			return q, notFound("没有编号为“"+short(id)+"”的单位", "它可能不在当前快照里。", Link{Label: "查找机构", URL: "/agencies"})
		}
		q.Agency = n
		return q, nil
	}
	if q.Region = values.Get(paramRegion); q.Region == "" {
		if q.Region, err = readerOf(ctx).start(ctx, memo, lease); err != nil {
			return q, err
		}
	}
	if _, err := memo.navigate(ctx, lease, q.Region); isNotFound(err) {
		return q, notFound("没有区划“"+short(q.Region)+"”", "区划代码是六位数字（乡镇街道九位），见国家统计用区划代码。")
	} else if err != nil {
		return q, err
	}
	return q, nil
}

// letterOptions are the days of the letters and what the office has explained.
func (s *server) letterOptions(ctx context.Context, values url.Values) (letters.Options, error) {
	now := time.Now().In(filing.Beijing())
	o := letters.Options{Date: filing.Day(now.Year(), now.Month(), now.Day())}
	for _, d := range []struct {
		name string
		to   *time.Time
	}{{"date", &o.Date}, {"reply", &o.Reply}} {
		text := values.Get(d.name)
		if text == "" {
			continue
		}
		day, err := filing.ParseDay(text)
		if err != nil {
			return o, badRequest("“"+d.name+"”应为日期", err.Error())
		}
		*d.to = day
	}
	if !o.Reply.IsZero() && o.Reply.Before(o.Date) {
		return o, badRequest("回复期限早于通知的日期", "")
	}
	if s.office == nil {
		return o, nil
	}
	said, err := s.office.Explanations(ctx)
	o.Explained = letters.ExplainedIn(office.NewBook(said))
	return o, err
}
