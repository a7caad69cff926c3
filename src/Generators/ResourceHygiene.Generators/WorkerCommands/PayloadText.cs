using ResourceHygiene.Shared.WorkerCommands;
using static ResourceHygiene.Generators.WorkerCommands.WorkerUnitEmitter;

namespace ResourceHygiene.Generators.WorkerCommands;

/// <summary>Expressions that move payloads; <c>payload</c> is the number of the next that is read.</summary>
internal static class PayloadText
{
    public const string FirstPayload = "int payload = 0;";

    public static string WriteArgument(string request, string json, WorkerValueModel value) => Write(request, json, value, value.Name);

    public static string WriteResult(WorkerValueModel value, string expression) => Write("call", "json", value, expression);

    /// <summary>An argument, in place where the parameter is a span.</summary>
    public static string ReadArgument(WorkerValueModel value) => Read("call", value);

    /// <summary>A result, as a copy that nobody has to give back unless it is shared.</summary>
    public static string ReadResult(WorkerValueModel value) => Read("reply", value);

    private static string Write(string carrier, string json, WorkerValueModel value, string expression)
    {
        string values = value.Role is WorkerRole.Memory or WorkerRole.ReadOnlyMemory ? expression + ".Span" : expression;
        return $"{Workers}WorkerPayloads.Add<{value.Element}>({carrier}, {json}, {values});";
    }

    private static string Read(string carrier, WorkerValueModel value)
    {
        string method = value.Role switch
        {
            WorkerRole.Span or WorkerRole.ReadOnlySpan => "Span",
            WorkerRole.Shared => "Shared",
            _ => "Array",
        };
        return $"{Workers}WorkerPayloads.{method}<{value.Element}>({carrier}, ref json, ref payload)";
    }
}
