using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What is decided about throwing by names and types alone: members of the BCL, conventions, unknown libraries.</summary>
internal static class ThrowPolicy
{
    // Sequences made by these are read later, and what reads them is asked about their lambdas.
    private const string Linq = "Enumerable";

    /// <summary>True for methods without a body in this compilation's source.</summary>
    public static bool IsMetadata(IMethodSymbol method) => method.OriginalDefinition.ContainingType?.DeclaringSyntaxReferences.IsEmpty ?? true;

    /// <summary>P/Invoke, whose wrappers check codes.</summary>
    public static bool IsNative(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "DllImportAttribute" or "LibraryImportAttribute");

    /// <summary>A throw helper.</summary>
    public static bool NeverReturns(IMethodSymbol method) =>
        method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");

    /// <summary>An exception that tells of a wrong argument or of an object used at the wrong time.</summary>
    public static bool IsProgrammingError(ITypeSymbol? exception)
    {
        for (ITypeSymbol? type = exception; type is not null; type = type.BaseType)
        {
            if (type.Name is "ArgumentException" or "ObjectDisposedException" or "NullReferenceException" or "IndexOutOfRangeException"
                or "InvalidCastException" or "NotImplementedException" or "UnreachableException" or "SwitchExpressionException")
            {
                return IsIn(type.ContainingNamespace, "System");
            }
        }

        return false;
    }

    /// <summary>Methods that nobody lets throw, whatever type they belong to: releases, conversions to text, comparisons, logging, Try methods.</summary>
    public static bool IsCalmByConvention(IMethodSymbol method, OwnershipKnowledge knowledge)
    {
        switch (method.Name)
        {
            case "ConfigureAwait" or "ToString" or "Equals" or "GetHashCode" or "GetType" or "CompareTo" or "MemberwiseClone" or "ReferenceEquals" or "GetAwaiter" or "AsTask":
                return true;
            case "Invoke" or "BeginInvoke" or "EndInvoke":
                return false;
            default:
                break;
        }

        if (method.MethodKind == MethodKind.Constructor)
            return false;
        if (CallFacts.IsRelease(method, knowledge.Types.TraitsOf(method.ContainingType)) || IsLogging(method))
            return true;
        if (IsQuestion(method) || TellsEvents(method.ContainingType))
            return true;
        return method.Name.Length > 3 && method.Name.StartsWith("Try", StringComparison.Ordinal) && char.IsUpper(method.Name[3])
            && method.ReturnType.SpecialType == SpecialType.System_Boolean && (method.IsAbstract || IsMetadata(method));
    }

    // IsAvailable(), is_available(): what somebody else answers with yes or no.
    private static bool IsQuestion(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean && IsMetadata(method) && method.Name.Length > 3
        && (method.Name.StartsWith("is_", StringComparison.Ordinal) || (method.Name.StartsWith("Is", StringComparison.Ordinal) && char.IsUpper(method.Name[2])));

    // What tells tools what happens is as calm as a log.
    private static bool TellsEvents(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type is { Name: "EventSource", ContainingNamespace.Name: "Tracing" })
                return true;
        }

        return false;
    }

    /// <summary>True where the type of the object says that the call stays in memory: a MemoryStream has no I/O that could fail.</summary>
    public static bool IsCalmReceiver(ITypeSymbol receiver, IMethodSymbol method) =>
        receiver.Name is "MemoryStream" or "UnmanagedMemoryStream" or "StringWriter" or "StringReader" && IsIn(receiver.ContainingNamespace, "System.IO")
        && !method.Name.StartsWith("CopyTo", StringComparison.Ordinal) && !method.Name.StartsWith("WriteTo", StringComparison.Ordinal);

    /// <summary>True for a creation whose arguments leave nothing that could fail: a constant pattern, an archive to be written.</summary>
    public static bool IsCalmWith(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor || !IsMetadata(constructor))
            return false;
        ImmutableArray<IArgumentOperation> arguments = creation.Arguments;
        return constructor.ContainingType.Name switch
        {
            "Regex" or "Uri" or "Version" or "Guid" or "IPAddress" or "MailAddress" or "CultureInfo" =>
                arguments.All(static argument => argument.Value.ConstantValue.HasValue || argument.Value.Type?.SpecialType != SpecialType.System_String),
            // ZipArchiveMode.Create: nothing is read yet.
            "ZipArchive" => arguments.Any(static argument => argument.Value is { ConstantValue: { HasValue: true, Value: 1 }, Type.TypeKind: TypeKind.Enum }),
            _ => false,
        };
    }

    /// <summary>True for BCL methods that have run the delegates they are given when they return.</summary>
    public static bool RunsDelegatesNow(IMethodSymbol method) =>
        IsMetadata(method) && !CallFacts.IsLazySequence(method.ReturnType) && IsFramework(method)
        && (method.ContainingType.Name is Linq or "Array" or "Parallel" or "Interlocked" or "String" || IsIn(method.ContainingNamespace, "System.Collections"));

    /// <summary>The delegates that such a call runs, those of the sequences that it reads included.</summary>
    public static IEnumerable<IOperation> DelegatesRunBy(IInvocationOperation call)
    {
        for (IInvocationOperation? current = call; current is not null;)
        {
            IOperation? source = null;
            foreach (IArgumentOperation argument in current.Arguments)
            {
                if (argument.Parameter?.Type.TypeKind == TypeKind.Delegate)
                    yield return argument.Value;
                else if (argument.Parameter?.Ordinal == 0)
                    source = argument.Value;
            }

            current = WithoutConversions(source) is IInvocationOperation { TargetMethod: { ContainingType.Name: Linq } method } inner && IsMetadata(method) ? inner : null;
        }
    }

    /// <summary>True for calls that start what only an await brings to light.</summary>
    public static bool StartsWork(IInvocationOperation call) => IsMetadata(call.TargetMethod) && call.TargetMethod switch
    {
        { Name: "FromResult" or "Yield" } => false,
        { Name: "Delay" or "WaitAsync" } => call.Arguments.Any(static argument => argument is { IsImplicit: false, Parameter.Type.Name: "CancellationToken" }),
        { Name: { } name } when CallFacts.IsRelease(call.TargetMethod, traits: null) || name is "AsTask" => false,
        _ => !(call.Instance?.Type is { } receiver && IsCalmReceiver(receiver, call.TargetMethod)),
    };

    /// <summary>Whether a method whose body is not in source plausibly throws.</summary>
    public static bool MetadataMayThrow(IMethodSymbol method, OwnershipKnowledge knowledge)
    {
        if (method.MethodKind == MethodKind.Constructor)
            return ConstructorMayThrow(method, knowledge);
        if (Releases(knowledge.Declared.Of(method)))
            return false;
        return !IsFramework(method) || !CalmMembers.Contains(method);
    }

    /// <summary>True when the namespace has exactly this name, or begins with it where it ends in a dot.</summary>
    public static bool IsIn(INamespaceSymbol? space, string name) => space is not null && (space.ToDisplayString() is { } full)
        && (full == name || full.StartsWith(name + ".", StringComparison.Ordinal) && name.Contains('.'));

    // Objects that only hold data fail over wrong arguments alone. What opens something fails over the world.
    private static bool ConstructorMayThrow(IMethodSymbol constructor, OwnershipKnowledge knowledge)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        if (knowledge.Types.TraitsOf(type) is not { } traits)
            return IsFramework(constructor) && CalmMembers.IsParsedOnCreation(type);
        if (CalmMembers.IsCalmOnCreation(type))
            return false;
        MethodContract declared = knowledge.Declared.Of(constructor);
        if (IsFramework(constructor) && declared.Parameters.Any(static parameter => parameter.Role == ParameterRole.Aliased))
            return CalmMembers.ReadsOnCreation(type);
        return (declared.ResultTier ?? traits.Tier) is ResourceTier.Normal or ResourceTier.Critical;
    }

    private static bool Releases(MethodContract contract) =>
        contract.Receiver is ParameterRole.Released or ParameterRole.MayBeReleased
        || contract.Parameters.Any(static parameter => parameter.Role is ParameterRole.Released or ParameterRole.MayBeReleased);

    private static bool IsLogging(IMethodSymbol method) =>
        method.ContainingType is { Name: "ILogger" or "Logger" or "ILog" or "Log" or "LoggerExtensions" or "LoggerMessage" }
        && (method.IsAbstract || IsMetadata(method));

    private static bool IsFramework(IMethodSymbol method)
    {
        INamespaceSymbol? space = method.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }

    private static IOperation? WithoutConversions(IOperation? value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value;
    }
}
