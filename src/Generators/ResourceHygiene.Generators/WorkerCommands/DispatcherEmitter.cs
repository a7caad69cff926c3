using ResourceHygiene.Shared.WorkerCommands;
using static ResourceHygiene.Generators.WorkerCommands.WorkerUnitEmitter;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Prints the worker's side: the class that makes a unit, reads a call's arguments, runs the command and writes its result.</summary>
internal static class DispatcherEmitter
{
    public const string Class = WorkerValidation.DispatcherClass;

    public static void Emit(CodeWriter writer, WorkerUnitModel model)
    {
        bool hasInstance = model.Commands.Any(static command => !command.IsStatic);
        writer.Line(GeneratedFile.GeneratedCode);
        writer.Line(GeneratedFile.ExcludeFromCoverage);
        using (writer.Block($"private sealed class {Class} : {Workers}IWorkerDispatcher{(hasInstance ? ", global::System.IAsyncDisposable" : "")}"))
        {
            writer.Line($"private readonly {Workers}WorkerContext _context;");
            if (hasInstance)
                writer.Line($"private {model.Self}? _unit;");
            writer.Line();
            writer.Line($"public {Class}({Workers}WorkerContext context) => _context = context;");

            EmitDispatch(writer, model);
            EmitRehearsal(writer, model);
            if (hasInstance)
            {
                EmitDisposal(writer);
                EmitUnit(writer, model);
            }

            int id = 0;
            foreach (WorkerCommandModel command in model.Commands)
                EmitCommand(writer, model, command, Number(id++));
        }
    }

    private static void EmitDispatch(CodeWriter writer, WorkerUnitModel model)
    {
        writer.Line();
        writer.Line($"public {TaskType} DispatchAsync({Workers}WorkerCall call) => call.CommandId switch");
        writer.Line("{");
        using (writer.Indent())
        {
            for (int id = 0; id < model.Commands.Length; id++)
                writer.Line($"{Number(id)} => Run{Number(id)}(call),");
            writer.Line($"_ => throw new global::System.InvalidOperationException($\"{model.DisplayName} has no command {{call.CommandId}}.\"),");
        }

        writer.Line("};");
    }

    private static void EmitRehearsal(CodeWriter writer, WorkerUnitModel model)
    {
        WorkerCommandModel[] rehearsed = [.. model.Commands.Where(static command => command.Rehearses)];
        bool isAsync = rehearsed.Any(static command => command.IsAsync);
        if (model.RootCount == 0 && rehearsed.Length == 0)
            return;

        writer.Line();
        using (writer.Block($"public {(isAsync ? "async " : "")}{TaskType} RehearseAsync({Token} cancellationToken)"))
        {
            for (int i = 0; i < model.RootCount; i++)
                writer.Line($"{Workers}WorkerJson.Warm({JsonEmitter.Class}.T{Number(i)});");
            foreach (WorkerCommandModel command in rehearsed)
            {
                string call = $"{model.Self}.{command.Method}({(command.Parameters.Length > 0 ? "cancellationToken" : "")})";
                writer.Line(command.IsAsync ? $"await {call}.ConfigureAwait(false);" : $"{call};");
            }

            if (!isAsync)
                writer.Line("return default;");
        }
    }

    private static void EmitDisposal(CodeWriter writer)
    {
        writer.Line();
        using (writer.Block($"public async {TaskType} DisposeAsync()"))
        {
            writer.Line("object? unit = _unit;");
            writer.Line("_unit = null;");
            writer.Line("if (unit is global::System.IAsyncDisposable asyncDisposable)");
            using (writer.Indent())
                writer.Line("await asyncDisposable.DisposeAsync().ConfigureAwait(false);");
            writer.Line("else if (unit is global::System.IDisposable disposable)");
            using (writer.Indent())
                writer.Line("disposable.Dispose();");
        }
    }

    private static void EmitUnit(CodeWriter writer, WorkerUnitModel model)
    {
        writer.Line();
        // Made by the first command, and not before: a rehearsal has no unit.
        using (writer.Block($"private {model.Self} Unit()"))
        {
            writer.Line("if (_unit is { } unit)");
            using (writer.Indent())
                writer.Line("return unit;");
            List<string> arguments = [];
            if (model is { HasUnits: true, IsNamedByString: false })
                writer.Line($"var json = {Workers}WorkerJson.ReadUnit(_context.Unit);");
            foreach (WorkerValueModel parameter in model.UnitParameters)
            {
                if (!parameter.Crosses)
                {
                    arguments.Add("_context");
                }
                else if (model.IsNamedByString)
                {
                    arguments.Add("_context.Unit");
                }
                else
                {
                    string name = "value" + Number(arguments.Count);
                    writer.Line($"var {name} = {Workers}WorkerJson.Next(ref json, {parameter.Info});");
                    arguments.Add(name);
                }
            }

            writer.Line($"return _unit = new {model.Self}({string.Join(", ", arguments)});");
        }
    }

    private static void EmitCommand(CodeWriter writer, WorkerUnitModel model, WorkerCommandModel command, string id)
    {
        writer.Line();
        using (writer.Block($"private {TaskType} Run{id}({Workers}WorkerCall call)"))
        {
            string arguments = EmitArguments(writer, command);
            string call = $"{(command.IsStatic ? model.Self : "Unit()")}.{command.Method}({arguments})";
            bool answers = command.Returned.Length > 0;
            if (command.IsAsync)
            {
                writer.Line(answers ? $"return Answer{id}(call, {call});" : $"return {AsValueTask(command, call)};");
            }
            else
            {
                writer.Line(answers ? $"Write{id}(call, {call});" : $"{call};");
                writer.Line("return default;");
            }
        }

        if (command.Returned.Length == 0)
            return;

        if (command.IsAsync)
        {
            writer.Line();
            writer.Line($"private static async {TaskType} Answer{id}({Workers}WorkerCall call, {command.Pending} pending)");
            using (writer.Indent())
                writer.Line($"=> Write{id}(call, await pending.ConfigureAwait(false));");
        }

        writer.Line();
        using (writer.Block($"private static void Write{id}({Workers}WorkerCall call, {command.Returned} result)"))
        {
            writer.Line($"var json = {Workers}WorkerJson.Begin(call.Result);");
            int item = 0;
            foreach (WorkerValueModel result in command.Results)
                writer.Line(result.Role == WorkerRole.Json ? JsonText.Write(result, JsonText.ItemOf(command, item++)) : PayloadText.WriteResult(result, JsonText.ItemOf(command, item++)));
            writer.Line($"{Workers}WorkerJson.End(json);");
        }
    }

    private static string AsValueTask(WorkerCommandModel command, string call) =>
        command.Pending.EndsWith("ValueTask", StringComparison.Ordinal) ? call : $"new {TaskType}({call})";

    private static string EmitArguments(CodeWriter writer, WorkerCommandModel command)
    {
        if (command.Sent.Any())
            writer.Line($"var json = {Workers}WorkerJson.Read(call.Arguments);");
        if (command.Parameters.Any(static value => value.IsPayload))
            writer.Line(PayloadText.FirstPayload);

        List<string> arguments = [];
        foreach (WorkerValueModel parameter in command.Parameters)
        {
            string name = "value" + Number(arguments.Count);
            switch (parameter.Role)
            {
                case WorkerRole.Token:
                    arguments.Add("call.CancellationToken");
                    continue;
                case WorkerRole.Context:
                    arguments.Add("call.Context");
                    continue;
                case WorkerRole.Json:
                    writer.Line($"var {name} = {Workers}WorkerJson.Next(ref json, {parameter.Info});");
                    break;
                default:
                    writer.Line($"var {name} = {PayloadText.ReadArgument(parameter)};");
                    break;
            }

            arguments.Add(name);
        }

        return string.Join(", ", arguments);
    }
}
