package office

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts that are kept, in characters.
const (
	LongestReason = 1000
	LongestAuthor = 40
)

// TextError says what is wrong with a text somebody wrote, in words for the writer.
type TextError struct {
	Field  string // reason, author
	Advice string
}

func (e *TextError) Error() string { return e.Advice }

// tidyReason gives a reason as it is kept: lines as they were written, without blanks around them.
func tidyReason(text string, needed bool) (string, error) {
	text = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	if text == "" && needed {
		return "", &TextError{"reason", "没有写理由：请说明为什么报告没有错"}
	}
	if err := fit("reason", "理由", text, LongestReason, "\n"); err != nil {
		return "", err
	}
	return text, nil
}

// tidyAuthor gives a name as it is kept: one line.
func tidyAuthor(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", &TextError{"author", "没有写说明人：请写姓名或科室"}
	}
	if err := fit("author", "说明人", text, LongestAuthor, ""); err != nil {
		return "", err
	}
	return text, nil
}

// fit refuses what could not be shown as it was written: bytes that are no text, characters that move the cursor or turn the
// direction of the line, and more than anybody reads.
func fit(field, name, text string, longest int, allowed string) error {
	if !utf8.ValidString(text) {
		return &TextError{field, name + "里有不是文字的内容（不是 UTF-8）"}
	}
	if n := utf8.RuneCountInString(text); n > longest {
		return &TextError{field, fmt.Sprintf("%s有 %d 字，最多 %d 字", name, n, longest)}
	}
	for _, r := range text {
		if !strings.ContainsRune(allowed, r) && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') {
			return &TextError{field, fmt.Sprintf("%s里有看不见的控制字符（U+%04X）：请删去后再写", name, r)}
		}
	}
	return nil
}
