// What a shell runs to complete a line of `rtrooms`: it hands the words over and shows what comes back, a candidate a line.

/** `__complete N WORD…`: the last of the N words is being typed. A shell that drops an empty one is understood by the number. */
const BASH = `# rtrooms completion for bash. In ~/.bashrc: eval "$(rtrooms completion bash)"
_rtrooms() {
  local line=\${COMP_LINE:0:COMP_POINT} current fixed value about
  local -a words
  read -ra words <<< "$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  current=\${words[\${#words[@]}-1]}
  # Bash replaces only what stands behind the last of these.
  fixed=\${current%"\${current##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r value about; do
    case $value in
      :files) compopt -o default 2>/dev/null ;;
      :folders) compopt -o dirnames 2>/dev/null ;;
      *=) compopt -o nospace 2>/dev/null; COMPREPLY+=("\${value#"$fixed"}") ;;
      *) COMPREPLY+=("\${value#"$fixed"}") ;;
    esac
  done < <("\${words[0]/#\\~/$HOME}" __complete $((\${#words[@]} - 1)) "\${words[@]:1}" 2>/dev/null)
}
complete -F _rtrooms rtrooms`;

const ZSH = `#compdef rtrooms
# rtrooms completion for zsh. In ~/.zshrc, below compinit: eval "$(rtrooms completion zsh)"
_rtrooms() {
  local -a found
  local line value about
  for line in "\${(@f)$("\${(Q)words[1]/#\\~/$HOME}" __complete $((CURRENT - 1)) "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}"; do
    value=\${line%%$'\\t'*}
    about=\${line#*$'\\t'}
    case $value in
      "") ;;
      :files) _files; return ;;
      :folders) _files -/; return ;;
      *) found+=("\${value//:/\\\\:}\${about:+:$about}") ;;
    esac
  done
  _describe -V rtrooms found
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _rtrooms "$@"; else compdef _rtrooms rtrooms; fi`;

const FISH = `# rtrooms completion for fish: rtrooms completion fish > ~/.config/fish/completions/rtrooms.fish
function __rtrooms_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    for line in ($program __complete (math (count $words) + 1) $words "$current" 2>/dev/null)
        switch $line
            case ':files*'
                __fish_complete_path "$current"
            case ':folders*'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c rtrooms -f -k -a '(__rtrooms_complete)'`;

const POWERSHELL = `# rtrooms completion for PowerShell. In $PROFILE: rtrooms completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName rtrooms -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @($commandAst.CommandElements | Select-Object -Skip 1 |
    Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $count = $words.Count
  if ($wordToComplete -eq '') { $count++ }
  & $commandAst.CommandElements[0].ToString() __complete $count @words 2>$null | ForEach-Object {
    $value, $about = $_ -split "\`t", 2
    if ($value -eq ':files' -or $value -eq ':folders') {
      [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    } else {
      if (-not $about) { $about = $value }
      [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $about)
    }
  }
}`;

export const scripts: Readonly<Record<string, string>> = {
  bash: BASH,
  zsh: ZSH,
  fish: FISH,
  powershell: POWERSHELL,
};
