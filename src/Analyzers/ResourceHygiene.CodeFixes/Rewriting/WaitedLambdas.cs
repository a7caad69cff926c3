using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>
/// Says of a mention of a variable whether the block it is declared in waits until it has happened. A task, a thread or a
/// queue that nobody waits for may run after the block, and then finds released what a fix releases at its end. Whatever it does not know is not waited for.
/// </summary>
/// <param name="model">The model of the file.</param>
/// <param name="cancellation">Stops the search.</param>
internal sealed class WaitedLambdas(SemanticModel model, CancellationToken cancellation)
{
    private const int DeepestLook = 3;

    /// <summary>Whether all lambdas and local functions around a mention have run before the block around them ends.</summary>
    public bool AllAround(SyntaxNode mention, SyntaxNode scope, int depth = 0) =>
        mention.Ancestors().TakeWhile(node => node != scope).All(node => node switch
        {
            AnonymousFunctionExpressionSyntax lambda => IsWaitedFor(lambda, scope, depth),
            LocalFunctionStatementSyntax function => depth < DeepestLook && model.GetDeclaredSymbol(function, cancellation) is { } symbol && IsOnlyCalled(symbol, function, IsPending(symbol), scope, depth),
            _ => true,
        });

    private bool IsWaitedFor(AnonymousFunctionExpressionSyntax lambda, SyntaxNode scope, int depth)
    {
        if (model.GetSymbolInfo(lambda, cancellation).Symbol is not IMethodSymbol function)
            return false;
        bool isPending = IsPending(function);
        SyntaxNode value = lambda;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
            value = value.Parent;
        return value.Parent switch
        {
            // Action use = () => resource.Use(); use();
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } =>
                depth < DeepestLook && model.GetDeclaredSymbol(declarator, cancellation) is ILocalSymbol local && IsOnlyCalled(local, declarator, isPending, scope, depth),
            ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument =>
                model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && IsRunThrough(method, call, argument, list, isPending),
            _ => false,
        };
    }

    private bool IsOnlyCalled(ISymbol function, SyntaxNode declaration, bool isPending, SyntaxNode scope, int depth) =>
        scope.DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(name => name.Identifier.ValueText == function.Name && !declaration.Span.Contains(name.Span) && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol?.OriginalDefinition, function))
            .All(name => CallOf(name) is { } call && (!isPending || IsAwaited(call)) && AllAround(name, scope, depth + 1));

    // use(), use.Invoke()
    private static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call => call,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Parent: InvocationExpressionSyntax call } access when access.Expression == name => call,
        _ => null,
    };

    private bool IsRunThrough(IMethodSymbol method, InvocationExpressionSyntax call, ArgumentSyntax argument, ArgumentListSyntax list, bool isPending)
    {
        // The task of these is done when the one that the lambda returns has begun.
        if (IsTask(method.ReturnType))
            return IsAwaited(call) && !(isPending && method.Name is ("StartNew" or "ContinueWith"));
        INamedTypeSymbol type = method.ContainingType;
        if (!method.OriginalDefinition.DeclaringSyntaxReferences.IsEmpty)
            return !isPending && !method.IsAsync && Parameters.For(method, argument, list) is { } parameter && OnlyCalls(parameter);
        bool isRunByCall = type.SpecialType == SpecialType.System_Array || type.Name == "Parallel"
            || type.ContainingNamespace.ToDisplayString() is "System.Linq" || type.ContainingNamespace.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal);
        return isRunByCall && (!isPending || IsAllAwaited(call));
    }

    // await Task.WhenAll(items.Select(async item => await resource.UseAsync(item)))
    private static bool IsAllAwaited(InvocationExpressionSyntax call)
    {
        while (true)
        {
            switch (call.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToList" or "ToArray", Parent: InvocationExpressionSyntax list }:
                    call = list;
                    break;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: ("WhenAll" or "WaitAll") and var name } } all }:
                    return name == "WaitAll" || IsAwaited(all);
                default:
                    return false;
            }
        }
    }

    private static bool IsAwaited(InvocationExpressionSyntax call)
    {
        ExpressionSyntax value = call;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    value = parenthesized;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured }:
                    value = configured;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } }:
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Parent: InvocationExpressionSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } } }:
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" }:
                case AwaitExpressionSyntax:
                    return true;
                default:
                    return false;
            }
        }
    }

    // void Retry(Action work) { try { work(); } catch (IOException) { work(); } }
    private bool OnlyCalls(IParameterSymbol parameter)
    {
        if (parameter.OriginalDefinition.ContainingSymbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not { } declaration)
            return false;
        SemanticModel there = declaration.SyntaxTree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(declaration.SyntaxTree);
        return declaration.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == parameter.Name && there.GetSymbolInfo(name, cancellation).Symbol is IParameterSymbol)
            .All(name => (CallOf(name) is not null || IsTest(name)) && !name.Ancestors().TakeWhile(node => node != declaration).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
    }

    private static bool IsTest(IdentifierNameSyntax name) => name.Parent is IsPatternExpressionSyntax or BinaryExpressionSyntax
        { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }
        or ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Invoke" } } }
        or ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ThrowIfNull" } } };

    private static bool IsPending(IMethodSymbol function) => function.IsAsync || IsTask(function.ReturnType);

    private static bool IsTask(ITypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" };
}
