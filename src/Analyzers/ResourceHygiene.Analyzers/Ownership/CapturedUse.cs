namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>What a nested function may do, on some call, to a variable of the function around it.</summary>
/// <param name="IsAlwaysReleased">Every call releases it.</param>
/// <param name="IsReleased">Some path releases what it holds.</param>
/// <param name="IsHandedOver">Some path returns it, stores it, or lets it escape.</param>
/// <param name="IsAssigned">Some path gives the variable another value.</param>
/// <param name="IsAsync">The function may go on running after its call has returned.</param>
internal readonly record struct CapturedUse(bool IsAlwaysReleased, bool IsReleased, bool IsHandedOver, bool IsAssigned, bool IsAsync);
