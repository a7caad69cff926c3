using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Generators;

/// <summary>
/// Remembers the model of an annotated declaration while nothing changes that it can depend on. The driver asks for all models
/// again after every edit; without this, an edit would cost as much as there are annotated declarations.
/// </summary>
/// <typeparam name="TModel">Values only, as everything that a generator keeps.</typeparam>
/// <param name="parse">Works a model out, from declarations only: what it reads in a body would go stale.</param>
/// <param name="readsBodies">Which declarations are exceptions, whose models are worked out anew each time; none where it is left out.</param>
/// <remarks>One for each attribute that a pipeline asks for, as a declaration may carry several.</remarks>
internal sealed class ModelCache<TModel>(
    Func<GeneratorAttributeSyntaxContext, CancellationToken, TModel?> parse,
    Func<GeneratorAttributeSyntaxContext, bool>? readsBodies = null)
    where TModel : class
{
    private readonly ConditionalWeakTable<SyntaxNode, StrongBox<Entry>> _entries = new();

    /// <param name="context">The declaration, as the driver found it.</param>
    /// <param name="cancellationToken">The driver's.</param>
    public TModel? GetOrParse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        DeclarationStamp stamp = DeclarationStamp.Of(context.SemanticModel.Compilation, cancellationToken);
        StrongBox<Entry> box = _entries.GetValue(context.TargetNode, static _ => new(Entry.None));

        // One reference, read and written whole: two threads at worst both parse.
        Entry entry = box.Value;
        if (entry != Entry.None && entry.All == stamp.OfAll)
            return entry.Model;

        // Something was declared: mostly elsewhere, and nothing that is named here.
        ulong named = stamp.OfWhatIsNamedIn(context.TargetNode.SyntaxTree, cancellationToken);
        if (entry != Entry.None && entry.Named == named)
        {
            box.Value = new Entry(stamp.OfAll, named, entry.Model);
            return entry.Model;
        }

        TModel? model = parse(context, cancellationToken);
        box.Value = readsBodies?.Invoke(context) == true ? Entry.None : new Entry(stamp.OfAll, named, model);
        return model;
    }

    private sealed class Entry(ulong all, ulong named, TModel? model)
    {
        public static Entry None { get; } = new(0, 0, null);

        public ulong All => all;

        public ulong Named => named;

        public TModel? Model => model;
    }
}
