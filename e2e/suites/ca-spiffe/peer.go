// What go-spiffe makes of certificates. .ci/peers.sh builds it.
//
//	spiffe-peer verify ROOT CHAIN KEY                  prints the ID of an SVID
//	spiffe-peer talk ROOT CHAIN KEY CALLER C-CHAIN C-KEY SERVER   two peers over mutual TLS: "CALLER met SERVER"
package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/spiffe/go-spiffe/v2/bundle/x509bundle"
	"github.com/spiffe/go-spiffe/v2/spiffeid"
	"github.com/spiffe/go-spiffe/v2/spiffetls/tlsconfig"
	"github.com/spiffe/go-spiffe/v2/svid/x509svid"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 4 {
		return errors.New("usage: spiffe-peer verify|talk ROOT CHAIN KEY ...")
	}
	domain := spiffeid.RequireTrustDomainFromString("cluster.local")
	bundle, err := x509bundle.Load(domain, args[1])
	if err != nil {
		return err
	}
	svid, err := x509svid.Load(args[2], args[3]) // refuses what is not of the form of an SVID
	if err != nil {
		return err
	}
	if args[0] == "verify" {
		id, _, err := x509svid.Verify(svid.Certificates, bundle)
		if err != nil {
			return err
		}
		fmt.Println(id)
		return nil
	}
	if len(args) != 8 {
		return errors.New("usage: spiffe-peer talk ROOT CHAIN KEY CALLER C-CHAIN C-KEY SERVER")
	}
	client, err := x509svid.Load(args[5], args[6])
	if err != nil {
		return err
	}
	return talk(bundle, svid, client, spiffeid.RequireFromString(args[4]), spiffeid.RequireFromString(args[7]))
}

func talk(bundle *x509bundle.Bundle, server, client *x509svid.SVID, caller, expected spiffeid.ID) error {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	listener := tls.NewListener(inner, tlsconfig.MTLSServerConfig(server, bundle, tlsconfig.AuthorizeID(caller)))
	defer listener.Close()
	go serve(listener)
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	config := tlsconfig.MTLSClientConfig(client, bundle, tlsconfig.AuthorizeID(expected))
	conn, err := tls.DialWithDialer(dialer, "tcp", listener.Addr().String(), config)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	// A server that refuses the client says so after the handshake.
	met, err := io.ReadAll(conn)
	if err != nil {
		return err
	}
	peer, err := x509svid.IDFromCert(conn.ConnectionState().PeerCertificates[0])
	if err != nil {
		return err
	}
	fmt.Printf("%s met %s\n", met, peer)
	return nil
}

func serve(listener net.Listener) {
	conn, err := listener.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	if tlsConn, ok := conn.(*tls.Conn); ok && tlsConn.Handshake() == nil {
		if id, err := x509svid.IDFromCert(tlsConn.ConnectionState().PeerCertificates[0]); err == nil {
			fmt.Fprint(conn, id)
		}
	}
}
