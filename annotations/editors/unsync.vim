" Vim: annotated C. Save as ~/.vim/syntax/unsync.vim, and in ~/.vim/filetype.vim:
"     au BufNewFile,BufRead *.uc,*.uh setfiletype unsync
runtime! syntax/c.vim
syn match   unsyncMark "@\h\w*"
syn match   unsyncMark "\[\[unsync::\h\w*\(([^)]*)\)\=\]\]"
syn match   unsyncMark "/\*@\h\w*\(([^)]*)\)\=\*/"
syn keyword unsyncWord await catch defer yield yield_from unsync_fail
syn match   unsyncType "\<\h\w*_task\>"
hi def link unsyncMark PreProc
hi def link unsyncWord Statement
hi def link unsyncType Type
let b:current_syntax = "unsync"
