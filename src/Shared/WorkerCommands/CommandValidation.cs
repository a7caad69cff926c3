using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>Whether each command of a class can be called from another process.</summary>
internal static class CommandValidation
{
    // What a timer can tell from nothing.
    private const double ShortestTimeout = 0.001;

    // Members of every client, whose names a command's method would hide or double.
    private static readonly ImmutableArray<string> s_clientMembers = ImmutableArray.Create("DisposeAsync", "SwitchAsync", "RenewAsync");

    public static void Validate(WorkerUnit unit, ImmutableArray<TargetProblem>.Builder problems, CancellationToken cancellationToken)
    {
        for (int i = 0; i < unit.Commands.Length; i++)
        {
            WorkerCommandMethod command = unit.Commands[i];
            cancellationToken.ThrowIfCancellationRequested();
            int before = problems.Count;
            ValidateAttribute(command, problems);
            if ((ReasonAgainst(command) ?? ReasonAgainst(command, unit.Commands.Take(i))) is { } reason)
                problems.Add(new TargetProblem(RuleIds.WorkerCommandSignature, LocationOf(command), command.Method.Name, reason));
            if (problems.Count == before)
                ValidateValues(unit, command, problems, cancellationToken);
        }
    }

    private static Location LocationOf(WorkerCommandMethod command) => command.Method.Locations.FirstOrDefault() ?? Location.None;

    private static void ValidateAttribute(WorkerCommandMethod command, ImmutableArray<TargetProblem>.Builder problems)
    {
        Location at = command.Attribute.ApplicationSyntaxReference is { } reference ? Location.Create(reference.SyntaxTree, reference.Span) : LocationOf(command);
        double timeout = command.Attribute.NamedArgument("TimeoutSeconds", 0d);
        if (double.IsNaN(timeout) || timeout < 0 || timeout is > 0 and < ShortestTimeout || (!double.IsInfinity(timeout) && timeout > TimeSpan.MaxValue.TotalSeconds))
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "TimeoutSeconds", "not a duration", "use 0 for the worker's default, a positive number, or double.PositiveInfinity"));
        if (command.Json is { } json && ReasonAgainst(json, command.Method.ContainingAssembly) is { } reason)
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "Json", reason, "name a JsonSerializerContext that is internal or public"));
        if (string.IsNullOrWhiteSpace(command.Name))
            problems.Add(new TargetProblem(RuleIds.InvalidAttributeValue, at, "Name", "empty", "name the command, or leave it out for the method's name"));
    }

    private static string? ReasonAgainst(INamedTypeSymbol json, IAssemblySymbol within)
    {
        for (INamedTypeSymbol? current = json; current is not null; current = current.BaseType)
        {
            if (current.HasFullName("System.Text.Json.Serialization.JsonSerializerContext"))
                return json.IsAbstract || json.IsFileLocal || json.IsUnboundGenericType || !CrossingTypes.CanBeNamed(json, within) ? $"'{json.Name}', which generated code cannot use" : null;
        }

        return $"'{json.Name}', which is no JsonSerializerContext";
    }

    private static string? ReasonAgainst(WorkerCommandMethod command)
    {
        IMethodSymbol method = command.Method;
        if (method.MethodKind != MethodKind.Ordinary)
            return "only an ordinary method can be called by name; write one";
        if (method.IsAbstract)
            return "it has no body here; mark the method that implements it";
        if (!method.TypeParameters.IsEmpty)
            return "it is generic, and the worker does not know its type arguments; write a command for each type";
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            return "it returns a reference into its own process; return the value";
        if (method.Parameters.FirstOrDefault(static parameter => parameter.RefKind != RefKind.None) is { } byReference)
            return $"parameter '{byReference.Name}' is passed by reference; pass it by value, and return what comes back";
        if (command.Parameters.Count(static parameter => parameter.Role == WorkerRole.Token) > 1)
            return "it takes more than one token, and there is one; take it once";
        if (command.Results.Any(static result => result.Role is WorkerRole.Span or WorkerRole.ReadOnlySpan))
            return "it returns a span, whose memory is gone when it is sent; return an array, memory or a SharedPayload";
        if (command.Results.Any(static result => result.Type.HasFullName("System.Collections.Generic.IAsyncEnumerable`1")))
            return "it returns a stream of results, and a call has one; return them together, or make a command for the next one";
        if (method.ReturnsVoid && method.IsAsync)
            return "nobody waits for an async void method; return a Task";
        // Of a class that is obsolete in that way it is said once.
        if (method.IsObsoleteWithError() && !method.ContainingType.IsObsoleteWithError())
            return "it is obsolete, and an error to call; remove one of the two attributes";
        if (method.FindAttribute("System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute") is not null)
            return "only native code may call it; write a method that does the same";
        if (method.FindAttribute("System.Diagnostics.ConditionalAttribute") is not null)
            return "calls of it may be left out of a build; remove [Conditional], and test in it";
        if (s_clientMembers.Contains(command.ClientName))
            return $"the client has a {command.ClientName} of its own; rename the method";
        return command.Rehearses && (!method.IsStatic || command.Parameters.Any(static parameter => parameter.Role is not WorkerRole.Token))
            ? "it is rehearsed before there is a unit; make it static, without parameters but a token"
            : null;
    }

    private static string? ReasonAgainst(WorkerCommandMethod command, IEnumerable<WorkerCommandMethod> earlier)
    {
        foreach (WorkerCommandMethod other in earlier)
        {
            if (other.Name == command.Name)
                return $"another command has the name '{command.Name}', too; give one of them a Name of its own";
            if (other.ClientName == command.ClientName && Sent(other).SequenceEqual(Sent(command), StringComparer.Ordinal))
                return $"'{other.Method.Name}' would have the same method in the client, {command.ClientName}; rename one of them";
        }

        return null;
    }

    // Names of a tuple's elements do not make another method.
    private static IEnumerable<string> Sent(WorkerCommandMethod command) =>
        command.Parameters.Where(static parameter => parameter.Crosses).Select(static parameter => CrossingTypes.RuntimeName(parameter.Type));

    private static void ValidateValues(WorkerUnit unit, WorkerCommandMethod command, ImmutableArray<TargetProblem>.Builder problems, CancellationToken cancellationToken)
    {
        for (int i = 0; i < command.Parameters.Length; i++)
        {
            IParameterSymbol parameter = command.Method.Parameters[i];
            if (ObstacleOf(command.Parameters[i], unit, command, cancellationToken) is { } obstacle)
                problems.Add(new TargetProblem(RuleIds.WorkerValueCannotCross, parameter.Locations.FirstOrDefault() ?? LocationOf(command), parameter.Name, obstacle));
        }

        foreach (WorkerValue result in command.Results)
        {
            if (ObstacleOf(result, unit, command, cancellationToken) is { } obstacle)
                problems.Add(new TargetProblem(RuleIds.WorkerValueCannotCross, LocationOf(command), command.Method.Name + "'s result", obstacle));
        }
    }

    private static string? ObstacleOf(WorkerValue value, WorkerUnit unit, WorkerCommandMethod command, CancellationToken cancellationToken)
    {
        if (value.Role != WorkerRole.Json)
        {
            return value.Element is { } element && !CrossingTypes.CanBeNamed(element, unit.Type.ContainingAssembly)
                ? $"'{CrossingTypes.NameOf(element)}' is not visible to generated code; make it internal or public"
                : null;
        }

        if (command.Json is not { } json)
            return WorkerValidation.ObstacleOf(value.Type, unit, cancellationToken);
        // The user's own metadata may know better what can be written, but it has to know the type.
        return json.GetAttributes().Any(attribute => attribute.AttributeClass.HasFullName("System.Text.Json.Serialization.JsonSerializableAttribute")
                && attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Type, Value: ITypeSymbol known }] && SymbolEqualityComparer.Default.Equals(known, value.Type))
            ? null
            : $"'{json.Name}' does not know '{CrossingTypes.NameOf(value.Type)}'; add [JsonSerializable(typeof({CrossingTypes.NameOf(value.Type)}))] to it";
    }
}
