using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// RH6006: what would end a registration, subscription or timer is dropped, or kept where nothing ever reads it. Silent where both
/// sides die together.
/// </summary>
internal static class DroppedSubscription
{
    // Operators after which a sequence ends by itself.
    private static readonly string[] s_ending = { "Take", "TakeUntil", "TakeWhile", "First", "FirstAsync", "FirstOrDefaultAsync", "Last", "LastAsync", "Single", "SingleAsync", "Timeout", "ToTask", "Return", "FromAsync" };

    public static void Check(ExpressionStatementSyntax statement, AsyncFile file)
    {
        ExpressionSyntax dropped = statement.Expression;
        bool isDiscarded = dropped is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };
        if (isDiscarded)
        {
            dropped = ((AssignmentExpressionSyntax)dropped).Right;
        }
        else if (dropped is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } kept)
        {
            if (StartsSubscription(kept.Right) is { } kind && IsNeverRead(kept.Left, kind, file))
                Check(kept.Right, statement, isDiscarded: false, file);
            return;
        }

        Check(dropped, statement, isDiscarded, file);
    }

    /// <summary>var registration = token.Register(Stop); where nothing names the variable again.</summary>
    public static void Check(LocalDeclarationStatementSyntax declaration, AsyncFile file)
    {
        foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables)
        {
            if (variable.Initializer?.Value is { } value && StartsSubscription(value) == "Register" && variable.Identifier.ValueText is { } name
                && !Functions.Around(declaration).DescendantNodes().Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name))
            {
                Check(value, declaration, isDiscarded: false, file);
            }
        }
    }

    private static string? StartsSubscription(ExpressionSyntax value) => Functions.Bare(value) is not InvocationExpressionSyntax call ? null : Functions.RightmostName(call) switch
    {
        "Register" or "UnsafeRegister" => "Register",
        "Subscribe" => "Subscribe",
        "OnChange" => "OnChange",
        _ => null,
    };

    // A private field, of which all that its type says is what it is to hold. A registration serves no other purpose; a subscription
    // may be kept alive by it, so there the type must have an end that could have ended it.
    private static bool IsNeverRead(ExpressionSyntax target, string kind, AsyncFile file)
    {
        if (target is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || file.SymbolOf(target) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsStatic: false } field
            || (kind != "Register" && file.TraitsOf(field.ContainingType) is null))
        {
            return false;
        }

        return field.ContainingType.DeclaringSyntaxReferences.All(part => part.GetSyntax(file.Cancellation).DescendantNodes().All(node =>
            node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name || IsTarget(name)));
    }

    private static bool IsTarget(IdentifierNameSyntax name)
    {
        ExpressionSyntax target = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment && assignment.Left == target;
    }

    private static void Check(ExpressionSyntax dropped, StatementSyntax statement, bool isDiscarded, AsyncFile file)
    {
        ExpressionSyntax bare = Functions.Bare(dropped);
        if (bare is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax inner })
            bare = inner;
        if (bare is not (InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax) || Functions.RightmostName(bare) is not { } name)
            return;

        bool isProgram = Functions.IsProgram(Functions.Around(statement));
        switch (name)
        {
            case "Timer" or "CreateTimer" when file.MethodOf(bare) is { } method && Subscriptions.IsTimer(method):
                Report(bare, bare is ObjectCreationExpressionSyntax ? "new Timer" : name, "the timer stops when it is collected", "keep it in a field", isHarmful: true, file);
                break;
            case "Register" or "UnsafeRegister" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && IsOutsideToken(call, file):
                Report(bare, name, "the callback stays as long as the token", "keep it and dispose it", isHarmful: false, file);
                break;
            case "Subscribe" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && IsOutsideSource(call, file):
                Report(bare, name, "nothing can end the subscription", "keep it and dispose it", isHarmful: false, file);
                break;
            case "OnChange" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && IsChangeToken(call, file):
                Report(bare, name, "the callback stays as long as the source", "keep it and dispose it", isHarmful: false, file);
                break;
            default:
                break;
        }
    }

    // Of a token that came from outside: one of an own source dies with it, one of an application or a request ends with that,
    // and what calls a lambda usually made the token for that call.
    private static bool IsOutsideToken(InvocationExpressionSyntax call, AsyncFile file) =>
        Functions.ReceiverOf(call) is { } receiver && Functions.Bare(receiver) is IdentifierNameSyntax
        && file.SymbolOf(Functions.Bare(receiver)) is IParameterSymbol { Name: not "stoppingToken", Type: { Name: "CancellationToken", ContainingNamespace.Name: "Threading" } } parameter
        && file.MethodOf(call)?.ReturnType is { Name: "CancellationTokenRegistration" }
        && parameter.ContainingSymbol is not (IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } or IMethodSymbol { Name: "ExecuteAsync" or "StartAsync", IsOverride: true });

    private static bool IsOutsideSource(InvocationExpressionSyntax call, AsyncFile file)
    {
        if (file.MethodOf(call) is not { } method || file.TraitsOf(method.ReturnType) is null || Functions.ReceiverOf(call) is not { } receiver)
            return false;
        ExpressionSyntax root = receiver;
        while (true)
        {
            if (root is InvocationExpressionSyntax && s_ending.Contains(Functions.RightmostName(root), StringComparer.Ordinal))
                return false;
            if ((root is InvocationExpressionSyntax or MemberAccessExpressionSyntax) && Functions.ReceiverOf(root) is { } inner)
                root = Functions.Bare(inner);
            else
                break;
        }

        return root is IdentifierNameSyntax && file.SymbolOf(root) switch
        {
            IParameterSymbol { IsThis: false } => true,
            // Injected: the constructor got it from somebody else.
            IFieldSymbol { IsStatic: false } field => IsInjected(field, file.Cancellation),
            _ => false,
        };
    }

    private static bool IsInjected(IFieldSymbol field, CancellationToken cancellation) =>
        field.ContainingType.InstanceConstructors.SelectMany(static constructor => constructor.DeclaringSyntaxReferences)
            .SelectMany(reference => reference.GetSyntax(cancellation).DescendantNodes())
            .OfType<AssignmentExpressionSyntax>()
            .Any(assignment => Functions.RightmostName(assignment.Left) == field.Name && assignment.Right is IdentifierNameSyntax);

    private static bool IsChangeToken(InvocationExpressionSyntax call, AsyncFile file) =>
        file.MethodOf(call) is { } method && file.TraitsOf(method.ReturnType) is not null
        && (method.ContainingType.Name == "ChangeToken" || method.ContainingType.Name.StartsWith("IOptionsMonitor", StringComparison.Ordinal) || method.ContainingType.Name.StartsWith("OptionsMonitor", StringComparison.Ordinal));

    private static void Report(ExpressionSyntax at, string name, string effect, string remedy, bool isHarmful, AsyncFile file) =>
        file.Report(
            AsyncDescriptors.SubscriptionIgnored,
            at.GetLocation(),
            witness: null,
            ImmutableDictionary<string, string?>.Empty,
            isHarmful,
            limit => new object[] { ResourceWords.Shorten(name, limit), effect, remedy });
}
