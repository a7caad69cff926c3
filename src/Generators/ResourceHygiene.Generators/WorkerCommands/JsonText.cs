using static ResourceHygiene.Generators.WorkerCommands.WorkerUnitEmitter;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Expressions that write values.</summary>
internal static class JsonText
{
    public static string Write(WorkerValueModel value, string expression, string writer = "json") =>
        $"global::System.Text.Json.JsonSerializer.Serialize({writer}, {expression}, {value.Info});";

    /// <summary>One of the values of what a command returns.</summary>
    public static string ItemOf(WorkerCommandModel command, int index) => command.IsTuple ? $"result.Item{Number(index + 1)}" : "result";
}
