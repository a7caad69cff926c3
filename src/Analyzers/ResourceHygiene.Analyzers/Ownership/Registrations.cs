using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Calls whose result is the one way to end what they started on something that outlives whoever called: a registration on a
/// token that was passed in, a subscription to what was injected. What a class makes itself dies with it.
/// </summary>
internal static class Registrations
{
    // Operators after which a sequence ends by itself.
    private static readonly string[] s_ending = { "Take", "TakeUntil", "TakeWhile", "First", "FirstAsync", "FirstOrDefaultAsync", "Last", "LastAsync", "Single", "SingleAsync", "Timeout", "ToTask", "Return", "FromAsync" };

    public static bool IsOnWhatOutlives(IInvocationOperation call, OwnershipKnowledge knowledge, CancellationToken cancellation) => call.TargetMethod.Name switch
    {
        "Register" or "UnsafeRegister" => IsOnToken(call),
        "Subscribe" => knowledge.Types.TraitsOf(call.TargetMethod.ReturnType) is not null && IsOnSource(call, cancellation),
        "OnChange" => knowledge.Types.TraitsOf(call.TargetMethod.ReturnType) is not null && IsOfOptions(call.TargetMethod.ContainingType),
        _ => false,
    };

    // A token of an own source dies with it, one of an application or a request ends with that, and what calls a lambda usually
    // made the token for that call.
    private static bool IsOnToken(IInvocationOperation call) =>
        call.TargetMethod.ReturnType is { Name: "CancellationTokenRegistration", ContainingNamespace.Name: "Threading" }
        && Bare(call.Instance) is IParameterReferenceOperation { Parameter: { Name: not "stoppingToken", Type: { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } } parameter }
        && parameter.ContainingSymbol is not (IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } or IMethodSymbol { Name: "ExecuteAsync" or "StartAsync", IsOverride: true });

    private static bool IsOnSource(IInvocationOperation call, CancellationToken cancellation)
    {
        IOperation? root = ReceiverOf(call);
        while (true)
        {
            switch (root)
            {
                case IInvocationOperation { TargetMethod.Name: { } name } when s_ending.Contains(name, StringComparer.Ordinal):
                    return false;
                case IInvocationOperation inner:
                    root = ReceiverOf(inner);
                    break;
                case IFieldReferenceOperation { Field: { IsStatic: false } field, Instance: IInstanceReferenceOperation }:
                    return InjectedMembers.IsGivenAndLeft(field.Name, field.ContainingType, cancellation);
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor, ContainingType: { } type } } given }:
                    return InjectedMembers.IsLeft(given, type, cancellation);
                case IMemberReferenceOperation { Instance: { } instance }:
                    root = Bare(instance);
                    break;
                default:
                    return root is IParameterReferenceOperation;
            }
        }
    }

    private static IOperation? ReceiverOf(IInvocationOperation call) =>
        Bare(call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(static argument => argument.Parameter is { Ordinal: 0 })?.Value : null));

    // Without what does not change the value; what a question mark stands behind is the value before it.
    private static IOperation? Bare(IOperation? value)
    {
        while (true)
        {
            switch (value)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    value = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    value = parenthesized.Operand;
                    break;
                case IConditionalAccessInstanceOperation:
                    IOperation inside = value;
                    while (inside.Parent is { } parent && !(parent is IConditionalAccessOperation access && access.WhenNotNull == inside))
                        inside = parent;
                    value = (inside.Parent as IConditionalAccessOperation)?.Operation;
                    break;
                default:
                    return value;
            }
        }
    }

    private static bool IsOfOptions(INamedTypeSymbol type) =>
        type.Name == "ChangeToken" || type.Name.StartsWith("IOptionsMonitor", StringComparison.Ordinal) || type.Name.StartsWith("OptionsMonitor", StringComparison.Ordinal);
}
