"""The four steps on SpiffWorkflow under Flask: the BPMN engine as a library, the workflow serialised as JSON into PostgreSQL
at each step, as its documentation teaches. gunicorn serves `app:app`; libpq's variables say where PostgreSQL is."""
import json
from flask import Flask, request, jsonify
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

p = BpmnParser()
p.add_bpmn_file("idcard.bpmn")
SPEC = p.get_spec("idcard")
SER = BpmnWorkflowSerializer()
SLA = {"verify": 24, "print_card": 72, "handover": 0}
pool = ConnectionPool("", min_size=1, max_size=8, kwargs={"row_factory": dict_row}, open=False)
app = Flask(__name__)
opened = False


@app.before_request
def _open():
    global opened
    if not opened:
        pool.open()
        opened = True


def who(c):
    return c.execute("select name, roles from staff where token=%s", (request.headers.get("Authorization", "")[7:],)).fetchone()


def ready(wf):
    wf.do_engine_steps()
    return next(iter(wf.get_tasks(state=TaskState.READY, manual=True)), None)


@app.post("/cases")
def create():
    b = request.get_json(force=True)
    with pool.connection() as c:
        u = who(c)
        if not u or "intake" not in u["roles"]:
            return jsonify(error="forbidden"), 403
        wf = BpmnWorkflow(SPEC)
        wf.data.update(b)
        t = ready(wf)
        b["state"], b["wf"] = t.task_spec.name, SER.serialize_json(wf)
        cid = c.execute("insert into cases(ticket,reason,nik,name,phone,doc1,doc2,state,due_at,wf) values (%(ticket)s,%(reason)s,%(nik)s,%(name)s,"
                        "%(phone)s,%(doc1)s,%(doc2)s,%(state)s,now()+interval '8 hours',%(wf)s) returning id", b).fetchone()["id"]
        c.execute("insert into history(case_id,step,actor) values (%s,'intake',%s)", (cid, u["name"]))
    return jsonify(id=cid, state=b["state"]), 201


@app.post("/cases/<int:cid>/<step>")
def advance(cid, step):
    b = request.get_json(force=True)
    with pool.connection() as c:
        u = who(c)
        if not u or step not in u["roles"]:
            return jsonify(error="forbidden"), 403
        r = c.execute("select wf from cases where id=%s for update", (cid,)).fetchone()
        wf = SER.deserialize_json(r["wf"]) if r else None
        t = wf and ready(wf)
        if not t or t.task_spec.name != step:
            return jsonify(error="wrong state"), 409
        t.data.update(note=b.get("note"), by=u["name"])
        t.run()
        n = ready(wf)
        st = n.task_spec.name if n else "done"
        c.execute("update cases set state=%s, due_at=now()+make_interval(hours=>%s), wf=%s where id=%s", (st, SLA[step], SER.serialize_json(wf), cid))
        c.execute("insert into history(case_id,step,actor,data) values (%s,%s,%s,%s)", (cid, step, u["name"], json.dumps({"note": b.get("note")})))
    return jsonify(id=cid, state=st)


@app.get("/inbox")
def inbox():
    with pool.connection() as c:
        u = who(c)
        return jsonify(c.execute("select c.id,ticket,name,reason,created,extract(epoch from due_at-now())::bigint sla_left_s "
                                 "from unnest(%s::text[]) r cross join lateral (select * from cases where state=r order by due_at limit 50) c order by due_at limit 50", (u["roles"],)).fetchall())


@app.get("/cases/<int:cid>/history")
def history(cid):
    with pool.connection() as c:
        who(c)
        return jsonify(c.execute("select step,actor,at,data from history where case_id=%s order by id", (cid,)).fetchall())
