using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// Says of each mention of a variable what it does to the resource in it. Whatever it does not know counts as an escape,
/// since what escapes must not be released by a fix.
/// </summary>
/// <param name="model">The model of the file.</param>
/// <param name="argumentsAreLent">The engine has shown already that no argument hands the resource on.</param>
/// <param name="cancellation">Stops the search.</param>
internal sealed class UseClassifier(SemanticModel model, bool argumentsAreLent, CancellationToken cancellation)
{
    private const int DeepestLook = 3;

    /// <summary>The mentions of a local or parameter inside a node, in the order of the text.</summary>
    public IReadOnlyList<VariableUse> UsesOf(ISymbol variable, SyntaxNode scope, int depth = 0)
    {
        string? releaseMethod = ReleaseForm.ReleaseMethodOf(variable is ILocalSymbol local ? local.Type : ((IParameterSymbol)variable).Type);
        return scope.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == variable.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, variable))
            .Select(name => Classify(name, ReleaseCall.Around(name, releaseMethod), scope, depth))
            .ToList();
    }

    /// <summary>Whether a mention gives the variable another value, or may.</summary>
    public static bool IsWrite(ExpressionSyntax name) => name.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
        RefExpressionSyntax => true,
        PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.AddressOfExpression),
        _ => false,
    };

    private VariableUse Classify(IdentifierNameSyntax name, ExpressionSyntax? release, SyntaxNode scope, int depth)
    {
        // That a lambda hands nothing on does not say when it runs.
        bool isCaptured = IsCaptured(name, scope) && !(argumentsAreLent && new WaitedLambdas(model, cancellation).AllAround(name, scope));
        UseKind kind = isCaptured ? UseKind.Escape
            : IsWrite(name) ? UseKind.Write
            : release is not null ? UseKind.Release
            : depth > DeepestLook ? UseKind.Escape
            : Follow(name, scope, depth);
        return new VariableUse(name, kind, release);
    }

    private static bool IsCaptured(SyntaxNode name, SyntaxNode scope) =>
        name.Ancestors().TakeWhile(node => node != scope).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    // Walks outwards with the value, for as long as the value is the resource itself or a part of it.
    private UseKind Follow(IdentifierNameSyntax name, SyntaxNode scope, int depth)
    {
        ExpressionSyntax value = name;
        bool isPart = false;
        while (true)
        {
            if (isPart && ResultTypes.IsPlain(model.GetTypeInfo(value, cancellation).Type))
                return UseKind.Use;
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax or CheckedExpressionSyntax or AwaitExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression or (int)SyntaxKind.CoalesceExpression }:
                case ConditionalExpressionSyntax choice when choice.Condition != value:
                    value = (ExpressionSyntax)value.Parent;
                    break;
                case SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice }:
                    value = choice;
                    break;
                case MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax:
                    if (Member(ref value, isPart, name) is { } kind)
                        return kind;
                    isPart = true;
                    break;
                case MemberBindingExpressionSyntax or ElementBindingExpressionSyntax:
                    return UseKind.Escape;
                case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: BaseObjectCreationExpressionSyntax creation } } when isPart:
                    value = creation;
                    break;
                case ArgumentSyntax argument:
                    return isPart && argument.Parent is ArgumentListSyntax ? UseKind.Use : Argument(argument, depth);
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } when isPart && model.GetDeclaredSymbol(declarator, cancellation) is ILocalSymbol view:
                    return OfView(view, scope, depth);
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } when isPart && model.GetSymbolInfo(left, cancellation).Symbol is ILocalSymbol view:
                    return OfView(view, scope, depth);
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }:
                case BinaryExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax or PrefixUnaryExpressionSyntax or InterpolationSyntax:
                case IsPatternExpressionSyntax test when isPart || !test.Pattern.DescendantNodesAndSelf().Any(static node => node is SingleVariableDesignationSyntax):
                case ExpressionStatementSyntax or IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or SwitchStatementSyntax:
                case CommonForEachStatementSyntax or LockStatementSyntax or ThrowStatementSyntax:
                    return UseKind.Use;
                case ReturnStatementSyntax or YieldStatementSyntax or ArrowExpressionClauseSyntax:
                    return UseKind.Return;
                default:
                    return UseKind.Escape;
            }
        }
    }

    // A property of the resource may look into it; what a method yields is its own, unless it is read later or is the resource again.
    private UseKind? Member(ref ExpressionSyntax value, bool isPart, IdentifierNameSyntax name)
    {
        if (value.Parent is not (MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax { Expression: not null }))
            return UseKind.Use;
        var access = (ExpressionSyntax)value.Parent!;
        if (access is ConditionalAccessExpressionSyntax conditional && conditional.Expression != value)
        {
            value = conditional;
            return null;
        }

        bool isCall = access.Parent is InvocationExpressionSyntax || access is ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax };
        if (access.Parent is InvocationExpressionSyntax call)
            access = call;
        if (isCall && !isPart)
        {
            IMethodSymbol? method = model.GetSymbolInfo(access is ConditionalAccessExpressionSyntax maybe ? maybe.WhenNotNull : access, cancellation).Symbol as IMethodSymbol;
            if (method is { ReducedFrom: not null } && (Parameters.HandsOn(method) && !argumentsAreLent))
                return UseKind.Escape;
            if (!ResultTypes.LooksInto(method?.ReturnType, model.GetTypeInfo(name, cancellation).Type))
                return UseKind.Use;
        }

        value = access;
        if (value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured })
            value = configured;
        if (value.Parent is AwaitExpressionSyntax awaited)
        {
            if (isCall && !isPart && !ResultTypes.LooksInto(model.GetTypeInfo(awaited, cancellation).Type, model.GetTypeInfo(name, cancellation).Type))
                return UseKind.Use;
            value = awaited;
        }

        return null;
    }

    private UseKind OfView(ILocalSymbol view, SyntaxNode scope, int depth) =>
        depth >= DeepestLook ? UseKind.Escape
        : UsesOf(view, scope, depth + 1).Select(static use => use.Kind).Where(static kind => kind is UseKind.Return or UseKind.Escape).DefaultIfEmpty(UseKind.Use).Max();

    private UseKind Argument(ArgumentSyntax argument, int depth)
    {
        if (argument.Parent is not ArgumentListSyntax { Parent: { } call } list)
            return UseKind.Escape;
        if (call is BaseObjectCreationExpressionSyntax creation)
            return argumentsAreLent || IsKeptByUsing(creation) ? UseKind.Use : UseKind.Escape;
        if (call is not InvocationExpressionSyntax invocation)
            return UseKind.Escape;
        if (argumentsAreLent || invocation.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" })
            return UseKind.Use;
        if (model.GetSymbolInfo(invocation, cancellation).Symbol is not IMethodSymbol method
            || Parameters.For(method, argument, list) is not { } parameter || Parameters.HandsOn(method) || Parameters.Keeps(parameter))
        {
            return UseKind.Escape;
        }

        return IsOnlyUsed(parameter, method, depth) ? UseKind.Use : UseKind.Escape;
    }

    private static bool IsKeptByUsing(BaseObjectCreationExpressionSyntax creation) => creation.Parent is
        UsingStatementSyntax
        or EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: (int)SyntaxKind.UsingKeyword } or UsingStatementSyntax };

    // A method in source shows what it does with its parameter.
    private bool IsOnlyUsed(IParameterSymbol parameter, IMethodSymbol method, int depth)
    {
        SyntaxNode? declaration = method.OriginalDefinition.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation);
        SyntaxNode? body = declaration switch
        {
            BaseMethodDeclarationSyntax declared => (SyntaxNode?)declared.Body ?? declared.ExpressionBody,
            LocalFunctionStatementSyntax declared => (SyntaxNode?)declared.Body ?? declared.ExpressionBody,
            _ => null,
        };
        if (body is null)
            return true;
        if (depth >= DeepestLook)
            return false;
        SemanticModel there = body.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(body.SyntaxTree);
        return new UseClassifier(there, argumentsAreLent: false, cancellation).UsesOf(parameter.OriginalDefinition, body, depth + 1).All(static use => use.Kind == UseKind.Use);
    }
}
