using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Rules.Async;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>
/// RH5007: what changes the state of a thread until it is disposed there, and is not disposed, or is still there where the
/// function may go on with another thread, or is relied on by code that another thread runs.
/// </summary>
internal static class Guards
{
    private static readonly string[] s_names = { "NewDisposeScope", "no_grad", "enable_grad", "set_grad_enabled", "inference_mode", "detect_anomaly", "set_detect_anomaly" };

    // What runs a delegate on another thread, by the type that has the method.
    private static readonly (string Type, string Method)[] s_runners =
    {
        ("Task", "Run"), ("TaskFactory", "StartNew"), ("Parallel", "For"), ("Parallel", "ForEach"), ("Parallel", "Invoke"), ("Parallel", "ForEachAsync"), ("Parallel", "ForAsync"),
        ("ThreadPool", "QueueUserWorkItem"), ("ThreadPool", "UnsafeQueueUserWorkItem"), ("Thread", ".ctor"),
    };

    public static bool IsName(string name) => Array.IndexOf(s_names, name) >= 0;

    /// <summary>Whether a call opens a guard under which no gradients are kept.</summary>
    public static bool TurnsGradientsOff(string name) => name is "no_grad" or "inference_mode" or "set_grad_enabled" or "enable_grad";

    public static void Check(ExpressionSyntax call, string name, TorchFile file)
    {
        if (file.LibraryMethodOf(call) is null)
            return;
        switch (Outermost(call).Parent)
        {
            case ExpressionStatementSyntax:
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } discard, Parent: ExpressionStatementSyntax } when file.SymbolOf(discard) is null or IDiscardSymbol:
                ReportOpen(call, name, "dropped", place: null, file);
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax declaration } } variable }:
                if (declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword))
                    CheckRegion(call, name, StatementsAfter(declaration), file);
                else if (file.Model.GetDeclaredSymbol(variable, file.Cancellation) is ILocalSymbol local)
                    CheckVariable(call, name, local, declaration, file);
                break;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax statement } } }:
                CheckRegion(call, name, new[] { statement.Statement }, file);
                break;
            case UsingStatementSyntax statement:
                CheckRegion(call, name, new[] { statement.Statement }, file);
                break;
            default:
                break;
        }
    }

    // With its parentheses and casts.
    private static ExpressionSyntax Outermost(ExpressionSyntax call)
    {
        ExpressionSyntax current = call;
        while (current.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
            current = (ExpressionSyntax)current.Parent;
        return current;
    }

    private static void CheckVariable(ExpressionSyntax call, string name, ILocalSymbol local, LocalDeclarationStatementSyntax declaration, TorchFile file)
    {
        SyntaxNode function = Functions.Around(declaration);
        List<IdentifierNameSyntax> mentions = file.MentionsOf(local, function).ToList();
        List<IdentifierNameSyntax> releases = mentions.FindAll(IsReleased);
        if (releases.Count == 0)
        {
            // A scope's own methods keep it where it is; anything else may take it elsewhere.
            if (mentions.TrueForAll(static mention => mention.Parent is MemberAccessExpressionSyntax access && access.Expression == mention))
            {
                ReportOpen(call, name, "variable", local.Name, file);
            }

            return;
        }

        IdentifierNameSyntax last = releases[releases.Count - 1];
        CheckRegion(call, name, StatementsAfter(declaration).Where(statement => statement.SpanStart < last.SpanStart), file, last.SpanStart);
        if (!releases.Exists(IsReleasedInAnyCase) && MayThrowBefore(releases[0], declaration, file))
            ReportUnprotected(call, name, local.Name, last, file);
    }

    // By a using, a finally, or a catch beside the ordinary way.
    private static bool IsReleasedInAnyCase(IdentifierNameSyntax release) =>
        release.Parent is UsingStatementSyntax || release.Ancestors().TakeWhile(static node => !Functions.IsNested(node)).Any(static node => node is FinallyClauseSyntax or CatchClauseSyntax);

    private static bool MayThrowBefore(IdentifierNameSyntax release, LocalDeclarationStatementSyntax declaration, TorchFile file) =>
        StatementsAfter(declaration).TakeWhile(statement => statement.SpanStart < release.SpanStart)
            .SelectMany(Functions.Within)
            .Any(node => node.SpanStart < release.SpanStart && !node.Span.Contains(release.Span) && MayThrow(node, file));

    private static bool MayThrow(SyntaxNode node, TorchFile file) => node switch
    {
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or ElementAccessExpressionSyntax or ThrowStatementSyntax or ThrowExpressionSyntax => true,
        BinaryExpressionSyntax binary => TorchTypes.IsTensor(file.TypeOf(binary)),
        _ => false,
    };

    private static bool IsReleased(IdentifierNameSyntax mention) => mention.Parent switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" } access => access.Expression == mention,
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } } access => access.Expression == mention,
        UsingStatementSyntax => true,
        _ => false,
    };

    private static IEnumerable<StatementSyntax> StatementsAfter(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.Where(other => other.SpanStart >= statement.Span.End),
        SwitchSectionSyntax section => section.Statements.Where(other => other.SpanStart >= statement.Span.End),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(static global => global.Statement).Where(other => other.SpanStart >= statement.Span.End),
        _ => Enumerable.Empty<StatementSyntax>(),
    };

    private static void CheckRegion(ExpressionSyntax call, string name, IEnumerable<StatementSyntax> region, TorchFile file, int end = int.MaxValue)
    {
        bool isReported = false;
        foreach (StatementSyntax statement in region)
        {
            foreach (SyntaxNode node in Functions.Within(statement))
            {
                if (node.SpanStart >= end)
                    return;
                if (!isReported && StopAt(node) is { } stop)
                {
                    isReported = true;
                    ReportStop(call, name, stop.Token, stop.Word, file);
                }
                else if (node is AnonymousFunctionExpressionSyntax function && IsRunElsewhere(function, file) is { } runner)
                {
                    CheckElsewhere(call, name, function, runner, file);
                }
            }
        }
    }

    private static (SyntaxToken Token, string Word)? StopAt(SyntaxNode node) => node switch
    {
        AwaitExpressionSyntax awaited => (awaited.AwaitKeyword, "await"),
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } loop => (loop.AwaitKeyword, "await"),
        UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } statement => (statement.AwaitKeyword, "await"),
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } declaration => (declaration.AwaitKeyword, "await"),
        YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldReturnStatement } statement => (statement.YieldKeyword, "yield return"),
        _ => null,
    };

    private static void ReportOpen(ExpressionSyntax call, string name, string kind, string? place, TorchFile file) =>
        file.Report(
            UsageDescriptors.GuardLetLoose,
            call.GetLocation(),
            Array.Empty<Location>(),
            limit => new object[] { ResourceWords.Shorten(name, limit), "is never disposed, so its effect on this thread never ends", "declare it with 'using'" },
            kind: kind,
            place: place);

    private static void ReportUnprotected(ExpressionSyntax call, string name, string local, IdentifierNameSyntax release, TorchFile file) =>
        file.Report(
            UsageDescriptors.GuardLetLoose,
            call.GetLocation(),
            new[] { release.GetLocation() },
            limit => new object[]
            {
                ResourceWords.Shorten(name, limit),
                $"stays in force on this thread if anything throws before 'Dispose' on line {ResourceWords.LineOf(release.GetLocation())}",
                "declare it with 'using'",
            },
            kind: "unprotected",
            place: local);

    private static void ReportStop(ExpressionSyntax call, string name, SyntaxToken stop, string word, TorchFile file)
    {
        Location at = stop.GetLocation();
        string remedy = name == "NewDisposeScope" || name == "DisposeScope" ? "end it before, and open another one behind" : "end it before that";
        file.Report(
            UsageDescriptors.GuardLetLoose,
            call.GetLocation(),
            new[] { at },
            limit => new object[]
            {
                ResourceWords.Shorten(name, limit),
                word == "await"
                    ? $"holds on one thread, but another may go on behind the 'await' on line {ResourceWords.LineOf(at)}"
                    : $"also holds for the caller at the 'yield return' on line {ResourceWords.LineOf(at)}",
                remedy,
            },
            kind: "stop");
    }

    // The method that hands a lambda to another thread; null where it is run here.
    private static string? IsRunElsewhere(AnonymousFunctionExpressionSyntax function, TorchFile file)
    {
        if (function.Parent is not ArgumentSyntax { Parent: ArgumentListSyntax { Parent: ExpressionSyntax call } } || Functions.RightmostName(call) is not { } called)
            return null;
        bool mayBe = Array.Exists(s_runners, runner => runner.Method == called || runner.Type == called) || called is "Select" or "ForAll" or "SelectMany" or "Where";
        if (!mayBe || file.SymbolOf(call) is not IMethodSymbol method)
            return null;
        string type = method.ContainingType.Name;
        return type == "ParallelEnumerable" || Array.Exists(s_runners, runner => runner.Type == type && runner.Method == method.Name)
            ? method.MethodKind == MethodKind.Constructor ? type : $"{type}.{method.Name}"
            : null;
    }

    private static void CheckElsewhere(ExpressionSyntax call, string name, AnonymousFunctionExpressionSyntax function, string runner, TorchFile file)
    {
        bool isScope = name is "NewDisposeScope" or "DisposeScope";
        // One of its own in there, of the same sort.
        if (function.DescendantNodes().OfType<ExpressionSyntax>().Any(inner => inner is InvocationExpressionSyntax or ObjectCreationExpressionSyntax && Functions.RightmostName(inner) is { } opened
            && (isScope ? opened is "NewDisposeScope" or "DisposeScope" or "WrappedTensorDisposeScope" : TurnsGradientsOff(opened))))
        {
            return;
        }

        InvocationExpressionSyntax? made = function.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(inner => TorchTypes.IsTensor(file.TypeOf(inner)));
        if (made is null)
            return;
        file.Report(
            UsageDescriptors.GuardLetLoose,
            call.GetLocation(),
            new[] { made.GetLocation() },
            limit => new object[]
            {
                ResourceWords.Shorten(name, limit),
                $"does not reach the threads of '{ResourceWords.Shorten(runner, limit)}', which compute tensors on line {ResourceWords.LineOf(made.GetLocation())}",
                "open one in there",
            },
            kind: "elsewhere");
    }
}
