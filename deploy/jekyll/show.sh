#!/bin/sh
# Shows a blog: clones its branch, builds it, serves it, and builds it again when the branch has moved.
# BLOG_REMOTE: any git remote. BLOG_BRANCH, SHOW_HOST, SHOW_PORT, SHOW_FOLDER, SHOW_EVERY (seconds): see the defaults.
set -eu
folder=${SHOW_FOLDER:-/tmp/show}
branch=${BLOG_BRANCH:-main}
mkdir -p "$folder/site" "$folder/nothing"

build() {
    if [ ! -d "$folder/blog/.git" ]; then
        rm -rf "$folder/blog"
        git clone --quiet --depth 1 --branch "$branch" "$BLOG_REMOTE" "$folder/blog" || return 1
    else
        git -C "$folder/blog" fetch --quiet --depth 1 origin "$branch" || return 1
        git -C "$folder/blog" reset --quiet --hard FETCH_HEAD || return 1
    fi
    commit=$(git -C "$folder/blog" rev-parse HEAD)
    [ "$commit" = "$(cat "$folder/commit" 2>/dev/null)" ] && return 0
    jekyll build --quiet --disable-disk-cache --source "$folder/blog" --destination "$folder/site" || return 1
    echo "$commit" >"$folder/commit"
    echo "built $commit"
}

watch() {
    while true; do
        build || echo "The blog could not be built; trying again in ${SHOW_EVERY:-30} s." >&2
        sleep "${SHOW_EVERY:-30}"
    done
}

watch &
watcher=$!
# The site may still be empty, as before the first post: the port answers all the same.
jekyll serve --quiet --skip-initial-build --no-watch --source "$folder/nothing" --destination "$folder/site" \
    --host "${SHOW_HOST:-127.0.0.1}" --port "${SHOW_PORT:-4000}" &
server=$!
trap 'kill "$watcher" "$server" 2>/dev/null' INT TERM EXIT
wait "$server"
