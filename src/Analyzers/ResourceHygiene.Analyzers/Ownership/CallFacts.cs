using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Small questions about one call, answered without context.</summary>
internal static class CallFacts
{
    /// <summary>The role of a parameter in this very call, with the constant flags of the call taken into account.</summary>
    public static ParameterRole RoleOf(IParameterSymbol parameter, MethodContract contract, ImmutableArray<IArgumentOperation> arguments)
    {
        if (parameter.Ordinal >= contract.Parameters.Length)
            return ParameterRole.Escapes;
        ParameterContract declared = contract.Parameters[parameter.Ordinal];
        if (declared.Role == ParameterRole.Borrowed && ClosingSettings.RoleOf(parameter, arguments) is { } told)
            return told;
        if (FlagOf(declared, arguments) is not { } flag)
            return declared.Role;
        if (flag.Value.ConstantValue is not { HasValue: true, Value: bool constant })
            return declared.Role == ParameterRole.Released ? ParameterRole.MayBeReleased : ParameterRole.Escapes;
        return constant == declared.FlagValue ? declared.Role : ParameterRole.Borrowed;
    }

    /// <summary>The argument on which a parameter's role depends in this very call; null where it is decided.</summary>
    public static IArgumentOperation? FlagOf(ParameterContract declared, ImmutableArray<IArgumentOperation> arguments) =>
        declared.Flag is null ? null : arguments.FirstOrDefault(argument => argument.Parameter?.Name == declared.Flag);

    /// <summary>The role of the object in this very call, with the constant flags of the call taken into account.</summary>
    public static ParameterRole ReceiverRoleOf(MethodContract contract, ImmutableArray<IArgumentOperation> arguments)
    {
        if (contract is not { Receiver: ParameterRole.MayBeReleased, ReceiverFlag: { } name })
            return contract.Receiver;
        if (arguments.FirstOrDefault(argument => argument.Parameter?.Name == name) is not { } flag)
            return ParameterRole.Released;
        return flag.Value.ConstantValue is not { HasValue: true, Value: bool constant } ? ParameterRole.MayBeReleased
            : constant == contract.ReceiverFlagValue ? ParameterRole.Released
            : ParameterRole.Borrowed;
    }

    /// <summary>True for what releases by its name whatever its body looks like, and only once.</summary>
    public static bool IsDispose(IMethodSymbol method) => method.Name is "Dispose" or "DisposeAsync";

    /// <summary>True for names of methods that may release memory: no type says so.</summary>
    public static bool FreesMemory(string name) => name.IndexOf("Return", StringComparison.Ordinal) >= 0 || name.IndexOf("Free", StringComparison.Ordinal) >= 0;

    /// <summary>True for a release after which the object may be opened again; what is no resource is not gone once it is closed.</summary>
    public static bool IsMild(IMethodSymbol method, ResourceTraits? traits) =>
        method.Name is "Close" or "CloseAsync" or "Stop" && traits is not { CloseIsFinal: true };

    /// <summary>True for what every caller reads as a release: Dispose, DisposeAsync, Close, or the method that [MustRelease] names.</summary>
    public static bool IsRelease(IMethodSymbol method, ResourceTraits? traits) =>
        method.Name is "Dispose" or "DisposeAsync" or "Close" or "CloseAsync"
        || (traits?.ReleaseMethod is { } name && method.Name == name);

    /// <summary>True for members of tasks, awaiters and nullable values, and ConfigureAwait, that hand on the very value they are used on.</summary>
    public static bool PassesThrough(IMethodSymbol method, ITypeSymbol? receiver) =>
        method.Name switch
        {
            "ConfigureAwait" => true,
            "GetValueOrDefault" => IsNullable(receiver),
            "GetAwaiter" or "GetResult" or "AsTask" or "WaitAsync" or "Preserve" => receiver?.ContainingNamespace is
            { Name: "Tasks" or "CompilerServices", ContainingNamespace.Name: "Threading" or "Runtime" },
            _ => false,
        };

    /// <summary>True for <c>T?</c> of a value type, whose value is the same object under another name.</summary>
    public static bool IsNullable(ITypeSymbol? type) => type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    /// <summary>True for calls after which the process is gone, and every obligation with it.</summary>
    public static bool EndsProcess(IMethodSymbol method) =>
        method is { IsStatic: true, Name: "Exit" or "FailFast", ContainingType: { Name: "Environment", ContainingNamespace.Name: "System" } }
            or { IsStatic: true, Name: "Fail", ContainingType: { Name: "Debug" or "Trace", ContainingNamespace.Name: "Diagnostics" } };

    /// <summary>True for methods that always throw: those that say so, and source methods whose body is a throw.</summary>
    public static bool NeverReturns(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute"))
            return true;
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || method.IsAsync)
            return false;
        return method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) switch
        {
            MethodDeclarationSyntax declaration => AlwaysThrows(declaration.Body, declaration.ExpressionBody),
            LocalFunctionStatementSyntax function => AlwaysThrows(function.Body, function.ExpressionBody),
            _ => false,
        };
    }

    private static bool AlwaysThrows(BlockSyntax? body, ArrowExpressionClauseSyntax? expression) =>
        expression?.Expression is ThrowExpressionSyntax
        || (body is { Statements: { Count: > 0 } statements } && statements[statements.Count - 1] is ThrowStatementSyntax
            && statements.Take(statements.Count - 1).All(static statement => statement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax));

    /// <summary>True for sequence interfaces, whose elements may be produced after the method that returned them.</summary>
    public static bool IsLazySequence(ITypeSymbol? type) =>
        type is { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IAsyncEnumerable" or "IQueryable" or "IOrderedQueryable" or "IOrderedEnumerable" };

    /// <summary>True for <c>: base(…)</c> and <c>: this(…)</c>.</summary>
    public static bool IsConstructorInitializer(IOperation call) => call is IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor };

    /// <summary>What a reader calls an operation that may throw.</summary>
    public static string NameOfThreat(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } => NameOfDelegate(instance),
        IInvocationOperation { TargetMethod: { } method } => DisplayName(method),
        IObjectCreationOperation { Constructor: { } constructor } => DisplayName(constructor),
        IAwaitOperation => "await",
        IThrowOperation => "throw",
        IMemberReferenceOperation { Member: { } member } => member.Name,
        IConversionOperation or IBinaryOperation or IUnaryOperation => "operator",
        _ => operation.Syntax.ToString() is { Length: <= 32 } text ? text : "the call",
    };

    private static string NameOfDelegate(IOperation instance) => instance switch
    {
        IMemberReferenceOperation { Member.Name: { } name } => name,
        ILocalReferenceOperation { Local.Name: { } name } => name,
        IParameterReferenceOperation { Parameter.Name: { } name } => name,
        _ => "Invoke",
    };

    /// <summary>The method's name as a reader of the call knows it.</summary>
    public static string DisplayName(IMethodSymbol method) =>
        method.MethodKind == MethodKind.Constructor ? $"new {method.ContainingType.Name}" : method.Name;

    /// <summary>True for what foreach runs over where that is an object in source which enumerates itself.</summary>
    public static bool IsItsOwnEnumerator(IOperation enumerated, OwnershipKnowledge knowledge, InferenceSession session)
    {
        // foreach asks for the interface where the class has no GetEnumerator of its own.
        ITypeSymbol? type = enumerated is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand.Type : enumerated.Type;
        return type is INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } && type.AllInterfaces.Any(static implemented => implemented.Name == "IEnumerator")
            && type.GetMembers().OfType<IMethodSymbol>().Any(method => method.Parameters.IsEmpty && method.Name.EndsWith("GetEnumerator", StringComparison.Ordinal)
                && knowledge.ContractOf(method, session).Receiver == ParameterRole.Aliased);
    }
}
