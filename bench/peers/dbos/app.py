"""The four steps on DBOS Transact under FastAPI: a durable workflow for each transition, with one transaction of the
application's database in it, as its documentation teaches. uvicorn serves `app:app`; libpq's variables say where PostgreSQL
is."""
import os
from contextlib import asynccontextmanager
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool
from dbos import DBOS, DBOSConfig, SQLAlchemyDatasource
from fastapi import FastAPI, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import text

E = os.environ
AT = f"?host={E['PGHOST']}"
URL = f"postgresql://{E['PGUSER']}@/{E['PGDATABASE']}"
NEXT = {"verify": "print_card", "print_card": "handover", "handover": "done"}
SLA = {"verify": 24, "print_card": 72, "handover": 0}
EID = f"e{os.getpid()}"
DBOS(config=DBOSConfig(name="idcard", system_database_url=URL + "_sys" + AT, log_level="ERROR", executor_id=EID, application_version="1",
                       sys_db_pool_size=20))
ds = SQLAlchemyDatasource.create(URL + AT, engine_kwargs={"pool_size": 20})
pool = ConnectionPool(URL + AT, min_size=2, max_size=8, kwargs={"row_factory": dict_row, "autocommit": True}, open=False)
RC = {"isolation_level": "READ COMMITTED"}


class NewCase(BaseModel):
    ticket: str; reason: str; nik: str; name: str; phone: str; doc1: str; doc2: str


class Note(BaseModel):
    note: str = ""


def tx_create(f: dict, actor: str):
    s = ds.sql_session()
    cid = s.execute(text("insert into cases(ticket,reason,nik,name,phone,doc1,doc2,state,due_at) values (:ticket,:reason,:nik,:name,"
                         ":phone,:doc1,:doc2,'verify',now()+interval '8 hours') returning id"), f).scalar_one()
    s.execute(text("insert into history(case_id,step,actor) values (:c,'intake',:a)"), {"c": cid, "a": actor})
    return cid


def tx_step(cid: int, step: str, actor: str, note: str):
    s = ds.sql_session()
    st = s.execute(text("select state from cases where id=:c for update"), {"c": cid}).scalar_one_or_none()
    if st != step:
        return None
    s.execute(text("update cases set state=:n, due_at=now()+make_interval(hours=>:h) where id=:c"), {"n": NEXT[step], "h": SLA[step], "c": cid})
    s.execute(text("insert into history(case_id,step,actor,data) values (:c,:s,:a,jsonb_build_object('note',cast(:n as text)))"),
              {"c": cid, "s": step, "a": actor, "n": note})
    return NEXT[step]


@DBOS.workflow()
def create_wf(f: dict, actor: str):
    return ds.run_tx_step(RC, tx_create, f, actor)


@DBOS.workflow()
def step_wf(cid: int, step: str, actor: str, note: str):
    return ds.run_tx_step(RC, tx_step, cid, step, actor, note)


@asynccontextmanager
async def life(app):
    DBOS.launch()
    pool.open()
    yield
    DBOS.destroy()

app = FastAPI(lifespan=life)


def who(auth: str):
    with pool.connection() as c:
        return c.execute("select name, roles from staff where token=%s", (auth[7:],)).fetchone()


def bad(code, msg):
    return JSONResponse({"error": msg}, status_code=code)


@app.post("/cases", status_code=201)
def create(b: NewCase, authorization: str = Header("")):
    u = who(authorization)
    if not u or "intake" not in u["roles"]:
        return bad(403, "forbidden")
    return {"id": create_wf(b.model_dump(), u["name"]), "state": "verify"}


@app.post("/cases/{cid}/{step}")
def advance(cid: int, step: str, b: Note, authorization: str = Header("")):
    u = who(authorization)
    if not u or step not in u["roles"]:
        return bad(403, "forbidden")
    st = step_wf(cid, step, u["name"], b.note)
    return {"id": cid, "state": st} if st else bad(409, "wrong state")


@app.get("/inbox")
def inbox(authorization: str = Header("")):
    u = who(authorization)
    with pool.connection() as c:
        return c.execute("select c.id,ticket,name,reason,created,extract(epoch from due_at-now())::bigint sla_left_s "
                         "from unnest(%s::text[]) r cross join lateral (select * from cases where state=r order by due_at limit 50) c order by due_at limit 50", (u["roles"],)).fetchall()


@app.get("/cases/{cid}/history")
def history(cid: int, authorization: str = Header("")):
    who(authorization)
    with pool.connection() as c:
        return c.execute("select step,actor,at,data from history where case_id=%s order by id", (cid,)).fetchall()
