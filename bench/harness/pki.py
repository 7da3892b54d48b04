"""A test authority and two P-256 leaf certificates, made anew for each run."""

import subprocess


def _openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    _openssl("req", "-x509", *curve, "-days", 2, "-subj", "/CN=bench authority",
             "-keyout", folder / "ca.key", "-out", folder / "ca.crt")
    for name in ("server", "client"):
        (folder / "extensions").write_text(
            f"subjectAltName=DNS:localhost,IP:127.0.0.1,URI:spiffe://bench/{name}\n"
            "keyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\n")
        _openssl("req", *curve, "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key", "-out", folder / "csr")
        _openssl("x509", "-req", "-days", 2, "-in", folder / "csr", "-CA", folder / "ca.crt",
                 "-CAkey", folder / "ca.key", "-CAcreateserial", "-extfile", folder / "extensions",
                 "-out", folder / f"{name}.crt")
        both = (folder / f"{name}.crt").read_text() + (folder / f"{name}.key").read_text()
        (folder / f"{name}.pem").write_text(both)
    return folder
