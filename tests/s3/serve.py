"""A server that speaks S3, for the vault's tests: moto, with its checks of signatures and conditions.

Prints a line of JSON (endpoint, access_key_id, secret_access_key) once the buckets `documents` and `keys` can be
used by that key and by no other, and ends when its standard input is closed.
"""

import json
import logging
import sys
from pathlib import Path

import boto3
from moto import settings
from moto.server import ThreadedMotoServer

REGION = "us-east-1"
MAY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}

logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"


def client(name):
    return boto3.client(name, REGION, endpoint_url=endpoint, aws_access_key_id="setup", aws_secret_access_key="setup")


# Until now the server trusts everybody; afterwards every request must be signed by the user made here.
s3, iam = client("s3"), client("iam")
lifecycle = json.loads((Path(__file__).parents[2] / "deploy/s3/lifecycle.json").read_text())
for bucket in ("documents", "keys"):
    s3.create_bucket(Bucket=bucket)
    # As an operator sets it up: what we ship is taken and means what it says.
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=lifecycle)
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [rule["ID"] for rule in rules] == [rule["ID"] for rule in lifecycle["Rules"]], rules
    assert rules[0]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}, rules
iam.create_user(UserName="rancak")
iam.put_user_policy(UserName="rancak", PolicyName="may", PolicyDocument=json.dumps(MAY))
key = iam.create_access_key(UserName="rancak")["AccessKey"]
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0

told = {"endpoint": endpoint, "access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}
print(json.dumps(told), flush=True)
sys.stdin.read()
server.stop()
