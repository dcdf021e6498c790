"""The four steps on django-viewflow, as its documentation teaches: the flow in idcard/flows.py, a task a step, its history
the tasks themselves. `python app.py setup` makes the tables; gunicorn serves `app:application`. libpq's variables say where
PostgreSQL is."""
import json, os, sys
from datetime import timedelta
import django
from django.conf import settings

if not settings.configured:
    settings.configure(
        SECRET_KEY="bench", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "viewflow", "viewflow.workflow", "idcard"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware", "idcard.auth.TokenMiddleware"],
        LOGGING={"version": 1, "handlers": {"c": {"class": "logging.StreamHandler", "level": "ERROR"}}, "root": {"handlers": ["c"]}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"],
                               "USER": os.environ["PGUSER"], "HOST": os.environ["PGHOST"], "CONN_MAX_AGE": None}},
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.db import transaction
from django.contrib.auth import get_user_model
from viewflow.workflow.models import Task
from idcard.models import Case, ApiToken
from idcard.flows import IdCardFlow, SLA


@csrf_exempt
def create(request):
    user = request.user
    if not user.has_perm("idcard.intake"):
        return JsonResponse({"error": "forbidden"}, status=403)
    case = IdCardFlow.start.run(user=user, fields=json.loads(request.body))
    return JsonResponse({"id": case.pk, "state": "verify"}, status=201)


@csrf_exempt
def step(request, pk, name):
    user = request.user
    node = getattr(IdCardFlow, name, None)
    if user.is_anonymous or node is None:
        return JsonResponse({"error": "forbidden"}, status=403)
    with IdCardFlow.lock(pk):                              # transaction + SELECT FOR UPDATE
        task = Task.objects.select_related("process__case").filter(process_id=pk, flow_task=node, finished__isnull=True).first()
        if task is None:
            return JsonResponse({"error": "wrong state"}, status=409)
        act = node.activation_class(task)
        if not act.assign.has_perm(user):
            return JsonResponse({"error": "forbidden"}, status=403)
        act.assign(user)
        act.start(request)
        case = act.process
        task.data = {"note": json.loads(request.body).get("note")}
        case.due_at = timezone.now() + timedelta(hours=SLA.get(name, 0))
        case.state = {"verify": "print_card", "print_card": "handover"}.get(name, "done")
        case.save(update_fields=["due_at", "state"])
        act.execute()
    return JsonResponse({"id": pk, "state": case.state})


def inbox(request):
    """Indexed columns of the case's own: viewflow's queue of tasks reads every open one."""
    user, now = request.user, timezone.now()
    states = [s for s in ("verify", "print_card", "handover") if user.has_perm("idcard." + s)]
    q = Case.objects.filter(state__in=states).order_by("due_at")[:50]
    return JsonResponse([{"id": c.pk, "ticket": c.ticket, "name": c.name, "reason": c.reason, "created": c.created,
                          "sla_left_s": int((c.due_at - now).total_seconds())} for c in q], safe=False)


def history(request, pk):
    ts = Task.objects.filter(process_id=pk).select_related("owner").order_by("pk")
    return JsonResponse([{"step": t.flow_task.name, "by": t.owner and t.owner.username, "at": t.finished, "data": t.data} for t in ts], safe=False)


urlpatterns = [path("cases", create), path("cases/<int:pk>/history", history), path("cases/<int:pk>/<str:name>", step),
               path("inbox", inbox)]
application = get_wsgi_application()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line
    if sys.argv[1] == "setup":
        from django.core.management import call_command
        call_command("migrate", run_syncdb=True, verbosity=0)
        from django.contrib.auth.models import Permission, Group
        U = get_user_model()
        for role, perm in (("intake", "intake"), ("verifier", "verify"), ("printer", "print_card"), ("counter", "handover")):
            g, _ = Group.objects.get_or_create(name=role)
            g.permissions.add(*Permission.objects.filter(codename__in=(perm, "view_case"), content_type__app_label="idcard"))
            u, _ = U.objects.get_or_create(username=role)
            u.groups.add(g)
            ApiToken.objects.get_or_create(key="tok-" + role, user=u)
        print("ok")
    else:
        execute_from_command_line(sys.argv)
