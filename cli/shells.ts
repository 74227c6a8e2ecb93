/** What each shell evaluates. All of them ask `maas __complete WORD...`, which reads the cached descriptions alone. */

const bash = String.raw`# maas completion for bash: eval "$(maas completion bash)"
_maas() {
  local line=${'$'}{COMP_LINE:0:COMP_POINT} words=() word
  COMPREPLY=()
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=('')
  # A value after "=" is a file's name, or nothing that we know.
  [[ ${'$'}{words[${'$'}{#words[@]} - 1]} == *=* ]] && return
  while IFS=$'\t' read -r word _; do
    [[ $word == *= ]] || word+=' '
    COMPREPLY+=("$word")
  done < <("${'$'}{words[0]}" __complete "${'$'}{words[@]:1}" 2>/dev/null)
}
complete -o default -o nospace -F _maas maas`

const zsh = String.raw`#compdef maas
# maas completion for zsh: eval "$(maas completion zsh)", after compinit
_maas() {
  local word meaning
  local -a plain assigned
  while IFS=$'\t' read -r word meaning; do
    if [[ $word == *= ]]; then assigned+=("${'$'}{word//:/\\:}:$meaning")
    else plain+=("${'$'}{word//:/\\:}:$meaning"); fi
  done < <("${'$'}{words[1]}" __complete "${'$'}{(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ${'$'}{#plain} + ${'$'}{#assigned} == 0 )); then _files; return; fi
  (( ${'$'}{#plain} )) && _describe maas plain
  (( ${'$'}{#assigned} )) && _describe field assigned -S ''
}
compdef _maas maas`

const fish = String.raw`# maas completion for fish: maas completion fish | source
function __maas_complete
  set -l words (commandline -opc)
  $words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c maas -f -a '(__maas_complete)'`

export const shells: Record<string, string> = { bash, zsh, fish }
