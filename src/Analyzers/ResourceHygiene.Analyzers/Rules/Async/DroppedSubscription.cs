using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Analyzers.Ownership;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// RH6006: what would end a registration, subscription or timer is dropped, or kept where nothing ever reads it. Silent where both
/// sides die together.
/// </summary>
internal static class DroppedSubscription
{
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
            if (StartsRegistration(kept.Right) && IsNeverRead(kept.Left, file))
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
            if (variable.Initializer?.Value is { } value && StartsRegistration(value) && variable.Identifier.ValueText is { } name
                && !Functions.Around(declaration).DescendantNodes().Any(node => node is IdentifierNameSyntax mention && mention.Identifier.ValueText == name))
            {
                Check(value, declaration, isDiscarded: false, file);
            }
        }
    }

    private static bool StartsRegistration(ExpressionSyntax value) =>
        Functions.Bare(value) is InvocationExpressionSyntax call && Functions.RightmostName(call) is "Register" or "UnsafeRegister";

    // A private field of a type that has no end. Where it has one, RH2001 says what its end leaves out. A registration serves no
    // other purpose; a subscription may be kept alive by the field.
    private static bool IsNeverRead(ExpressionSyntax target, AsyncFile file)
    {
        if (target is not (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || file.SymbolOf(target) is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsStatic: false } field
            || file.TraitsOf(field.ContainingType) is not null)
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
            case "Register" or "UnsafeRegister" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && Outlives(call, file):
                Report(bare, name, "the callback stays as long as the token", "keep it and dispose it", isHarmful: false, file);
                break;
            case "Subscribe" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && Outlives(call, file):
                Report(bare, name, "nothing can end the subscription", "keep it and dispose it", isHarmful: false, file);
                break;
            case "OnChange" when !isDiscarded && !isProgram && bare is InvocationExpressionSyntax call && Outlives(call, file):
                Report(bare, name, "the callback stays as long as the source", "keep it and dispose it", isHarmful: false, file);
                break;
            default:
                break;
        }
    }

    private static bool Outlives(ExpressionSyntax call, AsyncFile file) =>
        file.Model.GetOperation(call, file.Cancellation) is IInvocationOperation operation && Registrations.IsOnWhatOutlives(operation, file.Knowledge, file.Cancellation);

    private static void Report(ExpressionSyntax at, string name, string effect, string remedy, bool isHarmful, AsyncFile file) =>
        file.Report(
            AsyncDescriptors.SubscriptionIgnored,
            at.GetLocation(),
            witness: null,
            ImmutableDictionary<string, string?>.Empty,
            isHarmful,
            limit => new object[] { ResourceWords.Shorten(name, limit), effect, remedy });
}
