namespace ResourceHygiene;

/// <summary>What a part of a model is, in the order in which parts are let go: what refers to others first.</summary>
public enum ModelPart
{
    /// <summary>An optimizer: refers to the model's parameters and keeps state of the same size beside each.</summary>
    Optimizer,

    /// <summary>Outputs, gradients and activations: refer to the model through its graph.</summary>
    Outputs,

    /// <summary>Anything else that belongs to the model, such as a tokenizer or a cache of keys and values.</summary>
    Other,

    /// <summary>The model itself, last.</summary>
    Model,
}

/// <summary>
/// The parts of one model as one resource, for <see cref="ResourceTypes.ModelWeights"/> and
/// <see cref="ResourceTypes.ModelShards"/>: released together and in the right order, optimizer, outputs, the rest, model;
/// of parts of one kind the last added goes first. A part that throws does not hold the others back. Every member may be
/// called from any thread.
/// </summary>
public sealed class ModelParts : IReleasable, IDisposable
{
    private readonly object _gate = new();
    private readonly List<(ModelPart Kind, IDisposable Part)> _parts = [];
    private bool _isReleased;

    /// <summary>Adds a part, which belongs to this object from now on.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="part">The part.</param>
    /// <exception cref="ObjectDisposedException">The parts were released; the new one stays the caller's.</exception>
    public void Add(ModelPart kind, [TakesOwnership] IDisposable part)
    {
        ArgumentNullException.ThrowIfNull(part);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isReleased, this);
            _parts.Add((kind, part));
        }
    }

    /// <summary>Disposes all parts, once.</summary>
    /// <exception cref="AggregateException">Several parts threw; all were disposed nevertheless. A single exception is thrown as it was.</exception>
    public void Dispose()
    {
        (ModelPart Kind, IDisposable Part)[] parts;
        lock (_gate)
        {
            _isReleased = true;
            parts = [.. _parts];
            _parts.Clear();
        }

        var failures = new FailureList();
        foreach (var (_, part) in Enumerable.Reverse(parts).OrderBy(static part => part.Kind))
            failures.Try(part.Dispose);
        failures.ThrowIfAny("parts of a model");
    }

    /// <inheritdoc/>
    ReleaseOutcome IReleasable.Release(in ReleaseContext context)
    {
        Dispose();
        return default;
    }

    /// <summary>The kind of a part by its name in a dictionary of parts.</summary>
    internal static ModelPart KindOf(string? name) => name?.ToLowerInvariant() switch
    {
        "optimizer" or "optimizers" => ModelPart.Optimizer,
        "outputs" or "output" or "gradients" or "activations" => ModelPart.Outputs,
        "model" or "module" or "weights" => ModelPart.Model,
        _ => ModelPart.Other,
    };
}
